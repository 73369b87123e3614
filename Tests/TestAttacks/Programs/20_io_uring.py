# Sets up io_uring, whose operations no seccomp filter sees.
# expect: exceeds systemCalls
# verdict: SV
import ctypes

IO_URING_SETUP = 425
ctypes.CDLL(None).syscall(IO_URING_SETUP, 8, ctypes.create_string_buffer(120))
print("went on")
