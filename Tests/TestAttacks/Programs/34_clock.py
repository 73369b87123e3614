# Sets the machine's clock back, so that it is never late.
# expect: exceeds systemCalls
# verdict: SV
import time

time.clock_settime(time.CLOCK_REALTIME, 0)
print("went on")
