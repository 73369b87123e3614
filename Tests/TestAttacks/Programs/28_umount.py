# Unmounts what covers the host's files.
# expect: exceeds systemCalls
# verdict: SV
import ctypes

MNT_DETACH = 2
ctypes.CDLL(None).umount2(b"/usr", MNT_DETACH)
print("went on")
