# Opens descriptors of other processes, to signal them or to compare itself with them.
# expect: contained
# verdict: WA
import ctypes
import os

libc = ctypes.CDLL(None)
KCMP = {"x86_64": 312, "aarch64": 272}[os.uname().machine]
PROCESS_MADVISE, PROCESS_MRELEASE = 440, 448
worked = []
for process in {1, 2, os.getpid(), os.getppid()}:
    try:
        worked.append(os.pidfd_open(process))
    except OSError:
        pass
    if libc.syscall(KCMP, process, process, 0, 0, 0) >= 0:
        worked.append("kcmp")
for number in (PROCESS_MADVISE, PROCESS_MRELEASE):
    if libc.syscall(number, 0, 0, 0, 0, 0) >= 0:
        worked.append(number)
print("contained" if not worked else f"worked: {worked}")
