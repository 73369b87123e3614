# As a compiled program, writes where it may not, also by links, by renaming and by changing modes.
# expect: contained
# run as: command
import os

written = []
for name, way in {
    "create": lambda: os.open("/tmp/attack", os.O_CREAT | os.O_WRONLY),
    "directory": lambda: os.mkdir("/tmp/attack"),
    "link": lambda: os.symlink("/", "/tmp/attack"),
    "hard link": lambda: os.link("/usr/bin/env", "/tmp/attack"),
    "rename": lambda: os.rename("/usr/bin/env", "/usr/bin/attack"),
    "remove": lambda: os.unlink("/usr/bin/env"),
    "mode": lambda: os.chmod("/usr/bin/env", 0o777),
    "truncate": lambda: os.truncate("/usr/bin/env", 0),
    "device": lambda: os.mknod("/tmp/attack", 0o60666, os.makedev(254, 0)),
    "library": lambda: os.open("/judge/slot.so", os.O_WRONLY),
    "input": lambda: os.truncate(0, 0),
}.items():
    try:
        way()
        written.append(name)
    except OSError:
        pass
print("contained" if not written else f"worked: {written}")
