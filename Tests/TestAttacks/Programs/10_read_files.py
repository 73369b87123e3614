# Lists and reads what a judge's machine could give away.
# expect: contained
# verdict: WA
import os

found = []
for path in (
    "/proc", "/proc/self/environ", "/proc/self/maps", "/proc/self/mem", "/proc/1/cmdline",
    "/proc/1/environ", f"/proc/{os.getppid()}/fd", "/proc/net/unix", "/proc/sysvipc/shm",
    "/etc/passwd", "/etc/shadow", "/etc/hostname", "/root", "/home", "/var", "/run", "/sys",
    "/sys/fs/cgroup", "/dev/shm", "/dev/mem", "/dev/kmsg", "/dev/vda", "/dev/pts", "/old", "/work",
):
    try:
        if os.path.isdir(path):
            found.append((path, os.listdir(path)[:3]))
        else:
            with open(path, "rb") as file:
                found.append((path, file.read(50)))
    except OSError:
        pass
print("contained" if not found else f"found {found}")
