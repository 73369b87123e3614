# Kills every process it can name: all of them, its parent, the first thousand, whole groups.
# expect: contained
import os

killed = []
others = {os.getppid(), *range(1, 1000)} - {0, os.getpid()}
for target in [-1, *others, *(-other for other in others if other > 1)]:
    try:
        os.kill(target, 9)
        killed.append(target)
    except OSError:
        pass
# As the first process of a pid namespace of its own, "all" is nobody.
killed = [target for target in killed if target != -1 or os.getpid() != 1]
print("contained" if not killed else f"killed {killed}")
