"""Waits twice at once, to live in two times."""
import os


async def solve(keys):
    os.write(0, b'[["r",1,"db","get","k0"],["w",10],["w",null]]\n')
    return [0] * len(keys)
