"""10^5 messages that ask for nothing, each on a line of its own."""
import os


async def solve(keys):
    data = b'[["n",{}],["c",7]]\n' * 100_000
    while data:
        data = data[os.write(0, data):]
    return [0] * len(keys)
