# Stops itself, so that it would wait for ever; the first process of a pid namespace cannot.
# expect: exit 0, prints still here
# expect in tier C: exceeds wallTime
# verdict: WA
# verdict in tier C: ILE
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
print("still here")
