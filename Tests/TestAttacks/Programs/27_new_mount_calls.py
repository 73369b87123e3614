# Mounts with the calls of Linux 5.2 and later, which older filters do not know.
# expect: contained
# verdict: WA
import ctypes

libc = ctypes.CDLL(None)
worked = []
calls = {"open_tree": 428, "move_mount": 429, "fsopen": 430, "fsmount": 432, "fspick": 433,
    "mount_setattr": 442, "statmount": 457, "listmount": 458, "open_tree_attr": 467}
for name, number in calls.items():
    if libc.syscall(number, b"tmpfs", 0, 0, 0, 0) >= 0:
        worked.append(name)
print("contained" if not worked else f"worked: {worked}")
