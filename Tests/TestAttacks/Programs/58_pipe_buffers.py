# Makes pipes as large as they go and fills them.
# expect: contained or exceeds memory or exceeds cpuTime
# verdict: WA or MLE or TLE
import fcntl
import os

F_SETPIPE_SZ, filled = 1031, 0
try:
    while True:
        read_end, write_end = os.pipe()
        for size in (1 << 30, 1 << 20, 1 << 18):
            try:
                fcntl.fcntl(write_end, F_SETPIPE_SZ, size)
                break
            except OSError:
                pass
        os.set_blocking(write_end, False)
        try:
            while True:
                filled += os.write(write_end, b"x" * 65536)
        except BlockingIOError:
            pass
except OSError:
    pass
print("contained" if filled < 64 << 20 else f"{filled} bytes")
