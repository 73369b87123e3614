# As a compiled program, starts a process namespace and enters another's: both calls are the runner's.
# expect: contained or exceeds systemCalls
# expect in tier C: exceeds systemCalls
# run as: command
import ctypes
import os

libc = ctypes.CDLL(None)
CLONE, UNSHARE, SETNS = {"x86_64": (56, 272, 308), "aarch64": (220, 97, 268)}[os.uname().machine]
CLONE_PIDFD, CLONE_NEWPID, SIGCHLD, worked = 0x1000, 0x20000000, 17, []
descriptor = ctypes.c_int(-1)
process = libc.syscall(CLONE, CLONE_PIDFD | SIGCHLD, 0, ctypes.byref(descriptor), 0, 0)
if process == 0:
    os._exit(0)
if libc.syscall(UNSHARE, CLONE_NEWPID) == 0:
    worked.append("unshare")
if libc.syscall(SETNS, descriptor, CLONE_NEWPID) == 0:
    worked.append("setns")
print("contained" if not worked else f"worked: {worked}")
