# Prints half a million tokens in one mebibyte: work for a checker.
# expect: exit 0, writes 1000000 bytes
# verdict: WA
print("1 " * 499_999 + "1")
