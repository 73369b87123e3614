# Writes what the judge's own parts say to each other, to every descriptor that could be theirs.
# expect: contained
# verdict: WA
import os
import struct
import sys

MAGIC, DONE = 0x414A5331, 2
forged = struct.pack("=IIQiIIiQQQIIQQQ", MAGIC, DONE, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0)
print("verdict: AC", file=sys.stderr)
written = []
for descriptor in [2, *range(3, 1024)]:
    try:
        os.write(descriptor, forged)
        written.append(descriptor)
    except OSError:
        pass
print("contained" if written == [2] else f"written to {written}")
