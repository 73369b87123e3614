# Becomes root, or anybody else.
# expect: contained
# verdict: WA
import os

before = os.getresuid(), os.getresgid(), os.getgroups()
for change in (
    lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.seteuid(0), lambda: os.setegid(0),
    lambda: os.setreuid(0, 0), lambda: os.setresuid(0, 0, 0), lambda: os.setresgid(0, 0, 0),
    lambda: os.setgroups([0]), lambda: os.initgroups("root", 0), lambda: os.setuid(2),
    lambda: os.setuid(60065),
):
    try:
        change()
    except OSError:
        pass
after = os.getresuid(), os.getresgid(), os.getgroups()
print("contained" if before == after else f"{before} became {after}")
