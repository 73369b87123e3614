# Walks its frames up to the judge's own code, and has that serve a request.
# expect: contained
# verdict: WA
import ctypes
import gc
import sys

found = []
frame = sys._getframe()
while frame:
    found += [value for value in frame.f_globals.values() if isinstance(value, ctypes.CDLL)]
    frame = frame.f_back
found += [value for value in gc.get_objects() if isinstance(value, ctypes.CDLL)]
served = [library for library in found if library.slot_serve() != 0 or library.slot_open() == 0]
print("contained" if not served else f"served by {served}")
