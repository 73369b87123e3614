# Calls itself without end, with the interpreter's own limit taken away.
# expect: exceeds memory or exceeds cpuTime or exit 1, says MemoryError
# verdict: MLE or TLE or RTE
import sys

sys.setrecursionlimit(10**9)


def call(depth):
    return call(depth + 1)


call(0)
