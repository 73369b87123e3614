# Kills every process it can name: all of them, its parent, the first thousand, whole groups.
# expect: contained
# verdict: WA
import os

killed = []
others = {os.getppid(), *range(1, 1000)} - {0, os.getpid()}
for target in [-1, *others, *(-other for other in others if other > 1)]:
    try:
        os.kill(target, 9)
        killed.append(target)
    except OSError:
        pass
# "All" are said to have been killed even if none was: that is seen from outside.
print("contained" if killed in ([], [-1]) else f"killed {killed}")
