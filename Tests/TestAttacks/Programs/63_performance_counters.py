# Opens a performance counter: a fine clock, and a kernel interface with a long list of faults.
# expect: exceeds systemCalls
# verdict: SV
import ctypes
import os

PERF_EVENT_OPEN = {"x86_64": 298, "aarch64": 241}[os.uname().machine]
ctypes.CDLL(None).syscall(PERF_EVENT_OPEN, ctypes.create_string_buffer(120), 0, -1, -1, 0)
print("went on")
