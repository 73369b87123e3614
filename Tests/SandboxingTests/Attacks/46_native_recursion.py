# Lets the interpreter's C code call itself without end: the stack is 64 MiB.
# expect: signal 11 or exceeds memory
import sys

sys.setrecursionlimit(10**9)
nested = []
for _ in range(10**6):
    nested = [nested]
print(len(repr(nested)))
