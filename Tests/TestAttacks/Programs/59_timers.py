# Makes as many timers as it can, all firing at once.
# expect: contained or exceeds cpuTime or exceeds memory
# verdict: WA or TLE or MLE
import ctypes

libc = ctypes.CDLL(None)
CLOCK_MONOTONIC, timers = 1, 0
timer = ctypes.c_void_p()
quiet = (ctypes.c_int * 16)(0, 0, 0, 1)  # struct sigevent with SIGEV_NONE
soon = (ctypes.c_long * 4)(0, 1000, 0, 1000)
while timers < 200_000 and libc.timer_create(CLOCK_MONOTONIC, quiet, ctypes.byref(timer)) == 0:
    libc.timer_settime(timer, 0, soon, None)
    timers += 1
print("contained" if timers < 200_000 else "any number of timers")
