# Breaks the interpreter for whoever comes next: modules, built-ins, limits, signals, the garbage.
# expect: exit 0, prints poisoned
# verdict: WA
import asyncio
import builtins
import gc
import os
import signal
import sys

asyncio.run = asyncio.Queue = asyncio.sleep = None
sys.modules["heapq"] = sys.modules["json"] = None
builtins.len = builtins.print = builtins.input = lambda *arguments: 0
builtins.spoilt = True
sys.setrecursionlimit(60)
sys.path[:] = []
os.environ.clear()
signal.signal(signal.SIGALRM, signal.SIG_IGN)
signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
gc.disable()
os.write(1, b"poisoned\n")
os._exit(0)
