# Calls by the numbers of i386 through `int 0x80`: 11 is execve there, munmap here.
# expect: exceeds systemCalls
# verdict: SV
import ctypes
import mmap
import os

if os.uname().machine != "x86_64":
    ctypes.CDLL(None).ptrace(0)  # no such thing here: end as the others do
code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
code.write(b"\xb8\x14\x00\x00\x00" b"\xcd\x80" b"\xc3")  # mov eax, 20 (getpid); int 0x80; ret
call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
print("went on", call())
