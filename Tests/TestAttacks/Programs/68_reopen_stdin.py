# Opens its input again, for writing this time: where there is a /proc, that can be done.
# expect: contained
# verdict: WA
import mmap
import os

worked = []
for path in ("/proc/self/fd/0", "/proc/thread-self/fd/0", "/dev/stdin", "/dev/fd/0"):
    for flags in (os.O_RDWR, os.O_WRONLY, os.O_RDWR | os.O_TRUNC):
        try:
            file = os.open(path, flags)
        except OSError:
            continue
        for name, way in {
            "write": lambda: os.pwrite(file, b"attack", 0),
            "truncate": lambda: os.ftruncate(file, 0),
            "grow": lambda: os.ftruncate(file, 1 << 30),
            "map": lambda: mmap.mmap(file, 4096, mmap.MAP_SHARED, mmap.PROT_WRITE),
        }.items():
            try:
                way()
                worked.append((path, name))
            except (OSError, ValueError):
                pass
        os.close(file)
print("contained" if not worked else f"worked: {worked}")
