# Opens descriptors until it cannot: the limit is 64.
# expect: contained
# verdict: WA
import os

copies = 0
try:
    while copies < 10_000:
        os.dup(0)
        copies += 1
except OSError:
    pass
print("contained" if copies < 64 else f"{copies} descriptors")
