# Has the kernel send signals in its name: to the owner of a descriptor, at the end of a timer.
# expect: contained
# verdict: WA
import fcntl
import os
import signal
import socket

F_SETSIG, killed = 10, []
near, far = socket.socketpair()
for target in (os.getppid(), 1, 2, -os.getppid()):
    if target in (0, os.getpid()):
        continue
    try:
        fcntl.fcntl(near, fcntl.F_SETOWN, target)
        fcntl.fcntl(near, F_SETSIG, signal.SIGKILL)
        fcntl.fcntl(near, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
        far.send(b"x")
    except OSError:
        pass
print("contained")  # whether anybody died is seen from outside
