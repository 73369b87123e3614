# Sleeps.
# expect: exceeds wallTime
import time

time.sleep(1000)
