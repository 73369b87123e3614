# Kills its process group. Groups cross pid namespaces: without setsid() this is the judge's.
# expect: exit 0, prints still here
# expect in tier C: signal 9
# verdict: WA
# verdict in tier C: RTE
import os

os.kill(0, 9)
print("still here")
