# Looks for descriptors that the judge forgot to close: its sockets, other inputs, answers.
# expect: contained
# verdict: WA
import os
import stat

found = []
for descriptor in range(3, 4096):
    try:
        found.append((descriptor, oct(os.fstat(descriptor).st_mode)))
    except OSError:
        pass
if not stat.S_ISREG(os.fstat(0).st_mode):
    found.append("stdin is no file")
if not all(stat.S_ISFIFO(os.fstat(descriptor).st_mode) for descriptor in (1, 2)):
    found.append("stdout and stderr are no pipes")
print("contained" if not found else f"found {found}")
