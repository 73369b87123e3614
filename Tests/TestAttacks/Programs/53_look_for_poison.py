# Looks for what the program before this one broke.
# expect: contained
# verdict: WA
import asyncio
import builtins
import gc
import heapq
import os
import signal
import sys

spoilt = []
if asyncio.run is None or asyncio.Queue is None or heapq is None:
    spoilt.append("modules")
if hasattr(builtins, "spoilt") or len("xyz") != 3:
    spoilt.append("built-ins")
if sys.getrecursionlimit() < 1000 or not sys.path or not os.environ or not gc.isenabled():
    spoilt.append("settings")
if signal.getsignal(signal.SIGALRM) is not signal.SIG_DFL or signal.getitimer(0) != (0, 0):
    spoilt.append("signals")
print("contained" if not spoilt else f"spoilt: {spoilt}")
