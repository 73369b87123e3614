# Executes a shell: in its place, beside itself, through the C library.
# expect: contained
# verdict: WA
import ctypes
import os
import subprocess

worked = []
for way in (
    lambda: os.posix_spawn("/bin/sh", ["sh", "-c", "echo here"], {}),
    lambda: subprocess.run(["/bin/true"], check=True),
    lambda: os.popen("echo here").read() and worked.append("popen"),
    lambda: ctypes.CDLL(None).system(b"exit 0") == 0 and worked.append("system"),
    lambda: os.forkpty(),
    lambda: os.execv("/bin/echo", ["echo", "here"]),
    lambda: os.execv("/proc/self/exe", ["python3", "-c", "print('here')"]),
):
    try:
        if way() not in (None, False, ""):
            worked.append("a process")
    except OSError:
        pass
print("contained" if not worked else f"worked: {worked}")
