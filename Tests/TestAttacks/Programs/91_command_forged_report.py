# Writes the report that its keeper would write to every descriptor that could lead there.
# expect: exit 3, prints contained
# run as: command
import os
import struct

forged = struct.pack("=IiiIQQ", 0, 0, 0, 0, 1, 1)
written = []
for descriptor in range(3, 1024):
    try:
        os.write(descriptor, forged)
        written.append(descriptor)
    except OSError:
        pass
print("contained" if not written else f"written to {written}", flush=True)
os._exit(3)
