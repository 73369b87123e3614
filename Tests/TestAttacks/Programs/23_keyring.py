# Leaves a note for later runs in the user's keyring.
# expect: exceeds systemCalls
# verdict: SV
import ctypes
import os

ADD_KEY = {"x86_64": 248, "aarch64": 217}[os.uname().machine]
USER_KEYRING = -4
ctypes.CDLL(None).syscall(ADD_KEY, b"user", b"attack", b"note", 4, USER_KEYRING)
print("went on")
