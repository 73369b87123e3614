# Reads address 0.
# expect: signal 11
# verdict: RTE
import ctypes

ctypes.string_at(0)
