# Lets the interpreter's C code call itself without end: the hash of a tuple of a tuple of ...
# expect: signal 11 or exceeds memory
# verdict: RTE or MLE
nested = ()
for _ in range(10**6):
    nested = (nested,)
hash(nested)
print("went on")
