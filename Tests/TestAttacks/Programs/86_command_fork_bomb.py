# A compiled program may fork: it does so until it cannot, and leaves all of them sleeping.
# expect: contained
# run as: command
import os
import time

copies = 0
try:
    while copies < 200:
        if os.fork() == 0:
            time.sleep(1000)
        copies += 1
except OSError:
    pass
print("contained" if copies <= 64 else f"{copies} processes")
