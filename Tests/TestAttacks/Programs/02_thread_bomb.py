# Starts threads until it cannot: the limit is 64 processes and threads.
# expect: contained
# verdict: WA
import threading
import time

threads = 0
try:
    while threads < 1000:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        threads += 1
except RuntimeError:
    pass
print("contained" if threads < 64 else f"{threads} threads")
