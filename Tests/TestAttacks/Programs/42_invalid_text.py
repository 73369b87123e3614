# Prints bytes that are no text, zeros among them.
# expect: exit 0, writes 32 bytes
# verdict: WA
import os

os.write(1, b"\xff\xfe\x00\x01" * 8)
