# Writes to the memory of another process.
# expect: exceeds systemCalls
# verdict: SV
import ctypes

ctypes.CDLL(None).process_vm_writev(1, None, 0, None, 0, 0)
print("went on")
