# Kills and stops everything it can name: its keeper (process 1), its parent, all others.
# expect: contained
# run as: command
import os
import signal

for number in (signal.SIGSTOP, signal.SIGKILL, signal.SIGSYS, signal.SIGSEGV, signal.SIGTERM):
    for target in {1, os.getppid(), -1} - {0}:  # 0, for it has none to see, would be its own group
        try:
            os.kill(target, number)
        except OSError:
            pass
print("contained")  # whether anybody died is seen from outside
