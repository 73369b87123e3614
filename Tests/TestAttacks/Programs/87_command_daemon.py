# Leaves a process behind in every way there is: orphaned, in a session and in groups of its own.
# expect: exit 0, prints left
# run as: command
import os
import signal
import time

for leave in (lambda: None, os.setsid, os.setpgrp, lambda: os.setpgid(0, 0)):
    if os.fork():
        continue
    for number in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    try:
        leave()
    except OSError:
        pass
    if os.fork():
        os._exit(0)
    try:
        leave()
    except OSError:
        pass
    for descriptor in range(3):
        os.close(descriptor)
    time.sleep(1000)
for _ in range(4):
    os.wait()
print("left")
