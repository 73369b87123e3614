# Spreads its memory over processes, each below the limit.
# expect: exceeds memory
# expect in tier B: exit 0, prints done
# expect in tier C: exit 0, prints done
# run as: command
import os

children = []
for _ in range(4):
    child = os.fork()
    if child == 0:
        block = bytearray(b"x") * (80 << 20)
        os._exit(0 if len(block) else 1)
    children.append(child)
for child in children:
    os.waitpid(child, 0)
print("done")
