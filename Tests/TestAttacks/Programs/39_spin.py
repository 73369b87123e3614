# Never ends.
# expect: exceeds cpuTime
# verdict: TLE
while True:
    pass
