# Prints what a careless checker takes for a number that is close enough.
# expect: exit 0, writes 47 bytes
# verdict: WA
print("NaN", "1e999", "-Infinity", "0x7", "1_000", "٣", "+-1", "1e-999999")
