# Fills memory and goes on when it is refused more, as if nothing had happened.
# expect: exceeds memory
# verdict: MLE
blocks = []
try:
    while True:
        blocks.append(bytearray(b"x") * (1 << 20))
except MemoryError:
    print("nothing happened")
