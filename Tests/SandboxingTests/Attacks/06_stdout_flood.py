# Prints without end.
# expect: exceeds output
while True:
    print("x" * 65536)
