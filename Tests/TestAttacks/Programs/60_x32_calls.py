# Calls by the numbers of the x32 architecture, which a filter of plain numbers does not see.
# expect: contained
# verdict: WA
import ctypes
import os

X32, PTRACE, GETPID, EXECVE = 0x40000000, 521, 39, 520
worked = []
if os.uname().machine == "x86_64":
    for number in (GETPID, EXECVE, PTRACE):
        if ctypes.CDLL(None).syscall(X32 | number, 0, 0, 0, 0) != -1:
            worked.append(number)
print("contained" if not worked else f"worked: {worked}")
