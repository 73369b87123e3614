# Prints without end.
# expect: exceeds output
# verdict: OLE
while True:
    print("x" * 65536)
