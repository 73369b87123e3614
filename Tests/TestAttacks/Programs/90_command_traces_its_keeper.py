# Attaches to process 1, which reports how this one ended.
# expect: exceeds systemCalls
# run as: command
import ctypes

PTRACE_ATTACH = 16
ctypes.CDLL(None).ptrace(PTRACE_ATTACH, 1, None, None)
print("went on")
