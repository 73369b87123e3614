# Executes programs that the system runs as root.
# expect: contained
# expect in tier B: exit 0, prints became root by ['root already']
# run as: command
import os
import subprocess

became = []
for program in (["su", "-c", "id -u"], ["sudo", "-n", "id", "-u"], ["newgrp"], ["passwd", "-S"]):
    try:
        done = subprocess.run(program, stdin=subprocess.DEVNULL, capture_output=True, timeout=1)
        if done.stdout.strip() == b"0":
            became.append(program)
    except (OSError, subprocess.TimeoutExpired):
        pass
if 0 in os.getresuid():
    became.append("root already")
print("contained" if not became else f"became root by {became}")
