# Watches what others do with files: inotify, fanotify, and signals about directories.
# expect: contained
# verdict: WA
import ctypes
import fcntl
import os

libc = ctypes.CDLL(None)
F_NOTIFY, DN_ACCESS = 1026, 1
worked = []
if libc.inotify_init1(0) >= 0:
    worked.append("inotify")
if libc.fanotify_init(0, 0) >= 0:
    worked.append("fanotify")
try:
    fcntl.fcntl(os.open("/proc", os.O_RDONLY), F_NOTIFY, DN_ACCESS)
    worked.append("dnotify")
except OSError:
    pass
print("contained" if not worked else f"worked: {worked}")
