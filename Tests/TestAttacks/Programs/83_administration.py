# Administers the machine: host name, quota, accounting, swap, modules, the kernel's log.
# expect: contained
# verdict: WA
import ctypes
import os

libc = ctypes.CDLL(None)
CAPABILITIES_OF_SELF = (ctypes.c_uint32 * 2)(0x20080522, 0)
worked = []
for name, way in {
    "sethostname": lambda: libc.sethostname(b"attack", 6),
    "setdomainname": lambda: libc.setdomainname(b"attack", 6),
    "acct": lambda: libc.acct(None),
    "klogctl": lambda: libc.klogctl(3, ctypes.create_string_buffer(100), 100),
    "sync": lambda: os.sync() or -1,
    "mlockall": lambda: libc.mlockall(3),
    "vhangup": lambda: libc.vhangup(),
    "capset": lambda: libc.capset(CAPABILITIES_OF_SELF, (ctypes.c_uint32 * 6)(*[2] * 6)),
}.items():
    if way() >= 0:
        worked.append(name)
print("contained" if not worked else f"worked: {worked}")
