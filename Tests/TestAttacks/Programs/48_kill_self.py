# Kills itself, which the first process of a pid namespace cannot.
# expect: exit 0, prints still here
# expect in tier C: signal 9
# verdict: WA
# verdict in tier C: RTE
import os

os.kill(os.getpid(), 9)
print("still here")
