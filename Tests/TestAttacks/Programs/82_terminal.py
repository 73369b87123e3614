# Types commands into the judge's terminal.
# expect: contained
# verdict: WA
import fcntl
import os
import termios

worked = []
for descriptor in range(3):
    try:
        fcntl.ioctl(descriptor, termios.TIOCSTI, b"x")
        worked.append(descriptor)
    except OSError:
        pass
for path in ("/dev/tty", "/dev/console", "/dev/ptmx", "/dev/pts/0"):
    try:
        worked.append(os.open(path, os.O_RDWR))
    except OSError:
        pass
print("contained" if not worked else f"worked: {worked}")
