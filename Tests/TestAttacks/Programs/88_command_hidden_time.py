# Burns CPU time in children that it never waits for.
# expect: exceeds cpuTime
# expect in tier B: exceeds wallTime
# expect in tier C: exceeds wallTime
# run as: command
import os
import signal
import time

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for _ in range(2):
    if os.fork() == 0:
        while True:
            pass
time.sleep(1000)
