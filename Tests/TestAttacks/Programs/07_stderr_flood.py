# Complains without end: standard error is cut, the program goes on until its time is up.
# expect: exceeds cpuTime or exceeds wallTime
# verdict: TLE
import sys

while True:
    sys.stderr.write("x" * 65536)
