# Clones itself with every flag that makes a process or a namespace, with clone and with clone3.
# expect: contained
# verdict: WA
import ctypes
import os
import struct

libc = ctypes.CDLL(None)
CLONE = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
CLONE3, SIGCHLD = 435, 17
VM, VFORK, THREAD, NEWNS, NEWCGROUP, NEWUTS = 0x100, 0x4000, 0x10000, 1 << 17, 1 << 25, 1 << 26
NEWIPC, NEWUSER, NEWPID, NEWNET = 1 << 27, 1 << 28, 1 << 29, 1 << 30
PARENT, PTRACE = 1 << 15, 1 << 13
worked = []
for flags in (
    0, PARENT, PTRACE, NEWUSER, NEWPID, NEWNS, NEWNET, NEWIPC, NEWUTS, NEWCGROUP, VFORK,
    NEWPID | NEWNS, NEWPID | NEWUSER, NEWUSER | NEWNS | NEWPID | NEWNET | NEWIPC,
):
    for call, arguments in (
        (CLONE, (flags | SIGCHLD, 0, 0, 0, 0)),
        (CLONE3, (struct.pack("11Q", flags, 0, 0, 0, SIGCHLD, 0, 0, 0, 0, 0, 0), 88)),
    ):
        process = libc.syscall(call, *arguments)
        if process == 0:
            os._exit(0)
        if process > 0:
            worked.append((call, hex(flags)))
print("contained" if not worked else f"worked: {worked}")
