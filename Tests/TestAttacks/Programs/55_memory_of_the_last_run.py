# Searches its memory, which is a copy of the judge's, for what the run before printed or was given.
# expect: contained
# verdict: WA
import ctypes


class Segment(ctypes.Structure):
    _fields_ = [("kind", ctypes.c_uint32), ("flags", ctypes.c_uint32)] + [
        (name, ctypes.c_size_t)
        for name in ("offset", "address", "physical", "in_file", "in_memory", "alignment")
    ]


class Library(ctypes.Structure):
    _fields_ = [
        ("base", ctypes.c_size_t), ("name", ctypes.c_char_p),
        ("segments", ctypes.POINTER(Segment)), ("count", ctypes.c_uint16),
    ]


LOAD, WRITABLE = 1, 2
SECRET = b"secret-of-" + b"another-run"  # in two pieces, so as not to find itself
spaces = []


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Library), ctypes.c_size_t, ctypes.c_void_p)
def visit(library, size, data):
    for index in range(library.contents.count):
        segment = library.contents.segments[index]
        if segment.kind == LOAD and segment.flags & WRITABLE:
            spaces.append((library.contents.base + segment.address, segment.in_memory))
    return 0


libc = ctypes.CDLL(None)
libc.dl_iterate_phdr(visit, None)
libc.memmem.restype = ctypes.c_void_p
libc.memmem.argtypes = [ctypes.c_size_t, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t]
found = []
for address, size in spaces:
    place = libc.memmem(address, size, SECRET, len(SECRET))
    if place:
        found.append(ctypes.string_at(place, 60))
print("contained" if len(spaces) > 5 and not found else f"{found} in {len(spaces)} segments")
