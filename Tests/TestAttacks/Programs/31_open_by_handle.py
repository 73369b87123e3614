# Opens a file by its number in the file system: the way out of old containers ("shocker").
# expect: exceeds systemCalls
# verdict: SV
import ctypes

handle = ctypes.create_string_buffer(b"\x08\0\0\0\x01\0\0\0\x02\0\0\0\0\0\0\0", 16)
ctypes.CDLL(None).open_by_handle_at(0, handle, 0)
print("went on")
