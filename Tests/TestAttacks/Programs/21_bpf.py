# Makes a BPF map: a program in the kernel would be next.
# expect: exceeds systemCalls
# verdict: SV
import ctypes
import os

BPF = {"x86_64": 321, "aarch64": 280}[os.uname().machine]
ctypes.CDLL(None).syscall(BPF, 0, ctypes.create_string_buffer(120), 120)
print("went on")
