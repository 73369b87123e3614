"""No question is the fastest one."""


async def solve(keys):
    return [0] * len(keys)
