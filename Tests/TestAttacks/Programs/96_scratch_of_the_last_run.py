# Looks for what the run before left in its scratch directory.
# expect: contained
# verdict: WA
# scratch: 1 MiB
import os

try:
    left = os.listdir("/tmp")
except OSError:
    left = []
print("contained" if not left else f"found {left[:5]}")
