"""Asks where nobody else can be asked, so that nothing is in flight."""
import lab


def solve(keys):
    return [0] * len(keys) if not keys else asked(keys)


async def asked(keys):
    return [lab.blocking("db").get(key) for key in keys]
