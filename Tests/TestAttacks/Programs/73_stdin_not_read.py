# Does not read its input, a mebibyte of it.
# expect: exit 0, prints done
# verdict: WA
print("done")
