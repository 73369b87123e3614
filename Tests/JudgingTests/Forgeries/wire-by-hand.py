"""Speaks the protocol itself: asks, does not wait, and answers."""
import json
import os

asked = [["r", 1 + number, "db", "get", f"k{number}"] for number in range(5)]
os.write(0, json.dumps(asked + [["d", [0] * 20]]).encode() + b"\n")


async def solve(keys):
    return [0] * len(keys)
