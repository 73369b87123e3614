# Joins the namespaces of another process.
# expect: exceeds systemCalls
# verdict: SV
import ctypes

ctypes.CDLL(None).setns(0, 0)
print("went on")
