# Sleeps.
# expect: exceeds wallTime
# verdict: ILE
import time

time.sleep(1000)
