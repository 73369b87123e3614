# Makes a user namespace, in which it would be root.
# expect: exceeds systemCalls
# verdict: SV
import ctypes

CLONE_NEWUSER = 0x10000000
ctypes.CDLL(None).unshare(CLONE_NEWUSER)
print("went on")
