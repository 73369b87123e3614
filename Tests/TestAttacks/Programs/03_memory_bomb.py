# Fills memory, a mebibyte at a time.
# expect: exceeds memory
# verdict: MLE
blocks = []
while True:
    blocks.append(bytearray(b"x") * (1 << 20))
