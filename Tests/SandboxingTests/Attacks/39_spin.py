# Never ends.
# expect: exceeds cpuTime
while True:
    pass
