# Makes files in memory: to execute, to hide, to share.
# expect: contained
# verdict: WA
import ctypes
import os

MEMFD_SECRET = 447
worked = []
try:
    worked.append(os.memfd_create("attack"))
except OSError:
    pass
if ctypes.CDLL(None).syscall(MEMFD_SECRET, 0) >= 0:
    worked.append("memfd_secret")
print("contained" if not worked else f"worked: {worked}")
