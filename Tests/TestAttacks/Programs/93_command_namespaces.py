# As a compiled program, makes namespaces: a user namespace would give it every capability.
# expect: contained
# run as: command
import ctypes
import os

libc = ctypes.CDLL(None)
CLONE = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
SIGCHLD, worked = 17, []
NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 17, 25, 26, 27, 28, 29, 30
for bit in (NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET):
    process = libc.syscall(CLONE, 1 << bit | SIGCHLD, 0, 0, 0, 0)
    if process == 0:
        os._exit(0)
    if process > 0:
        worked.append(bit)
print("contained" if not worked else f"worked: {worked}")
