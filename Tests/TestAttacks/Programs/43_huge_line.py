# Prints one line of 900 kB.
# expect: exit 0, writes 900001 bytes
# verdict: WA
print("9" * 900_000)
