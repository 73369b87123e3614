# Mounts a file system of its own, and makes the root writable.
# expect: contained or exceeds systemCalls
# verdict: WA or SV
import ctypes

libc = ctypes.CDLL(None)
MS_REMOUNT, MS_BIND = 32, 4096
worked = []
for way in (
    (b"attack", b"/tmp", b"tmpfs", 0, None), (None, b"/", None, MS_REMOUNT | MS_BIND, None),
    (b"attack", b"/usr", b"proc", 0, None), (b"/usr", b"/tmp", None, MS_BIND, None),
):
    if libc.mount(*way) == 0:
        worked.append(way)
print("contained" if not worked else f"worked: {worked}")
