# Leaves System V and POSIX shared memory, queues and semaphores behind, for a later run to read.
# expect: contained
# verdict: WA
import ctypes
import os

libc = ctypes.CDLL(None)
IPC_CREAT, MODE = 0o1000, 0o666
SEM_FAILED = None
libc.sem_open.restype = ctypes.c_void_p
worked = []
for name, way in {
    "shmget": lambda: libc.shmget(0x1234, 4096, IPC_CREAT | MODE) >= 0,
    "msgget": lambda: libc.msgget(0x1234, IPC_CREAT | MODE) >= 0,
    "semget": lambda: libc.semget(0x1234, 1, IPC_CREAT | MODE) >= 0,
    "mq_open": lambda: libc.mq_open(b"/attack", os.O_CREAT | os.O_RDWR, MODE, None) >= 0,
    "shm_open": lambda: libc.shm_open(b"/attack", os.O_CREAT | os.O_RDWR, MODE) >= 0,
    "sem_open": lambda: libc.sem_open(b"/attack", os.O_CREAT, MODE, 1) is not SEM_FAILED,
}.items():
    if way():
        worked.append(name)
print("contained" if not worked else f"worked: {worked}")
