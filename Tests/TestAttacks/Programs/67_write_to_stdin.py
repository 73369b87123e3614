# Changes its input, which other runs of the same test read after it.
# expect: contained
# verdict: WA
import fcntl
import mmap
import os

F_ADD_SEALS = 1033
worked = []
for name, way in {
    "write": lambda: os.write(0, b"attack"),
    "pwrite": lambda: os.pwrite(0, b"attack", 0),
    "truncate": lambda: os.ftruncate(0, 0),
    "punch": lambda: os.posix_fallocate(0, 0, 1 << 20),
    "mode": lambda: os.fchmod(0, 0),
    "map": lambda: mmap.mmap(0, 4096, mmap.MAP_SHARED, mmap.PROT_WRITE),
    "seal": lambda: fcntl.fcntl(0, F_ADD_SEALS, 16),
    "lease": lambda: fcntl.fcntl(0, fcntl.F_SETLEASE, fcntl.F_WRLCK),
}.items():
    try:
        way()
        worked.append(name)
    except (OSError, ValueError):
        pass
print("contained" if not worked else f"worked: {worked}")
