# Writes a file wherever one might be allowed.
# expect: contained
# verdict: WA
import os

written = []
for directory in (
    "", "/", "/tmp", "/dev", "/dev/shm", "/var/tmp", "/run", "/home", "/root", "/usr", "/usr/lib",
    "/usr/local/lib", "/judge", "/work", "/proc/self/cwd", os.getcwd(),
):
    path = os.path.join(directory, "attack-was-here")
    try:
        with open(path, "w") as file:
            file.write("x" * 1000)
        written.append(path)
    except OSError:
        pass
print("contained" if not written else f"wrote {written}")
