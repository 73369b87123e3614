# Takes more of the processor than its share: priority, real time, a core of its own.
# expect: contained
# verdict: WA
import os

worked = []
for name, way in {
    "nice": lambda: os.nice(-5),
    "setpriority": lambda: os.setpriority(os.PRIO_PROCESS, 0, -5),
    "parent": lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
    "user": lambda: os.setpriority(os.PRIO_USER, 0, -20),
    "FIFO": lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
    "affinity": lambda: os.sched_setaffinity(0, {0}),
    "affinity of all": lambda: os.sched_setaffinity(1, {0}),
}.items():
    try:
        way()
        worked.append(name)
    except OSError:
        pass
print("contained" if not worked else f"worked: {worked}")
