# Plants code that later interpreters would load.
# expect: contained
# verdict: WA
import asyncio
import os
import sys

library = os.path.dirname(os.path.dirname(asyncio.__file__))
written = []
for path in (
    library + "/sitecustomize.py", library + "/asyncio/__pycache__/runners.cpython-311.pyc",
    library + "/asyncio/runners.py", library + "/heapq.py", "/judge/slot.so", "/judge/zygote.py",
    "solver.py", sys.executable, "/usr/lib/x86_64-linux-gnu/libc.so.6",
):
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT))
        written.append(path)
    except OSError:
        pass
print("contained" if not written else f"wrote {written}")
