# Takes a descriptor out of another process.
# expect: exceeds systemCalls
# verdict: SV
import ctypes

PIDFD_GETFD = 438
ctypes.CDLL(None).syscall(PIDFD_GETFD, 0, 3, 0)
print("went on")
