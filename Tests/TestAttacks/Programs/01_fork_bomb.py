# Starts copies of itself until it cannot.
# expect: contained
# verdict: WA
import os

copies = 0
try:
    while True:
        os.fork()
        copies += 1
except OSError:
    print("contained" if copies == 0 else f"{copies} copies")
