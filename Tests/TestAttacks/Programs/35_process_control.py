# Changes what the kernel allows this process: dumps, tracers, capabilities, memory layout, filters.
# expect: contained
# verdict: WA
import ctypes

libc = ctypes.CDLL(None)
worked = []
for name, option, argument in (
    ("SET_DUMPABLE", 4, 1), ("SET_KEEPCAPS", 8, 1), ("SET_SECCOMP", 22, 1), ("CAPBSET_DROP", 24, 1),
    ("SET_TSC", 26, 1), ("SET_SECUREBITS", 28, 0), ("SET_MM", 35, 1), ("SUBREAPER", 36, 1),
    ("SET_THP_DISABLE", 41, 1), ("CAP_AMBIENT", 47, 2), ("SPECULATION", 53, 0),
    ("SCHED_CORE", 62, 1), ("SET_PTRACER", 0x59616D61, -1),
):
    if libc.prctl(option, ctypes.c_ulong(argument), 0, 0, 0) >= 0:
        worked.append(name)
print("contained" if not worked else f"worked: {worked}")
