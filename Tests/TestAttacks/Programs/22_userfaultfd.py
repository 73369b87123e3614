# Asks for userfaultfd, which lets a program stop the kernel in the middle of a copy.
# expect: exceeds systemCalls
# verdict: SV
import ctypes
import os

USERFAULTFD = {"x86_64": 323, "aarch64": 282}[os.uname().machine]
ctypes.CDLL(None).syscall(USERFAULTFD, 0)
print("went on")
