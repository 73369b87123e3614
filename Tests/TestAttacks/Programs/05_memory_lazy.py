# Reserves 8 GiB in one piece, then touches every page of it.
# expect: exceeds memory or exit 1, says MemoryError
# verdict: MLE or RTE
block = bytearray(8 << 30)
for page in range(0, len(block), 4096):
    block[page] = 1
print("8 GiB")
