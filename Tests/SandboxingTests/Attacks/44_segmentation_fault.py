# Reads address 0.
# expect: signal 11
import ctypes

ctypes.string_at(0)
