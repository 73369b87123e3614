# The wrong approach: a probe for every build, all at the same time.
import asyncio

import lab


async def first_bad(n, p):
    bad = await asyncio.gather(*(lab.service("ci").test(build) for build in range(n)))
    return bad.index(True) if True in bad else n
