# Ends, and leaves a thread running.
# expect: exceeds cpuTime
# verdict: TLE
import threading


def work():
    while True:
        pass


threading.Thread(target=work).start()
print("done")
