# Aborts. The first process of a pid namespace cannot be aborted, so glibc crashes it instead.
# expect: signal 11
# expect in tier C: signal 6
# verdict: RTE
import os

os.abort()
