# Asks for a core dump and crashes: the dump would be a file of the judge's.
# expect: signal 11
# verdict: RTE
import ctypes
import resource

try:
    resource.setrlimit(resource.RLIMIT_CORE, (1 << 30, 1 << 30))
    print("dumping")
except (OSError, ValueError):
    ctypes.string_at(0)
