# Changes its root: with a second one inside it, ".." leads out.
# expect: exceeds systemCalls
# verdict: SV
import ctypes

ctypes.CDLL(None).chroot(b"/usr")
print("went on")
