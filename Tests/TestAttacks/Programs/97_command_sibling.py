# Starts processes as children of its own parent, which does not know them and will not reap them.
# expect: contained
# run as: command
import ctypes
import os
import time

CLONE = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
CLONE_PARENT, SIGCHLD, siblings = 0x8000, 17, 0
for _ in range(10):
    process = ctypes.CDLL(None).syscall(CLONE, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0)
    if process == 0:
        time.sleep(1000)
    siblings += process > 0
print("contained" if siblings == 0 else f"{siblings} siblings")
