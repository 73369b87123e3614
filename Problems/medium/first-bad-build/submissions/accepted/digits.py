# The answer as a number in base p + 1: each round finds one digit, the highest first.
import asyncio

import lab


async def first_bad(n, p):
    size = 1
    while size < n + 1:
        size *= p + 1
    first = 0
    while size > 1:
        size //= p + 1
        builds = range(first + size - 1, min(n, first + size * (p + 1) - 1), size)
        tasks = [asyncio.ensure_future(lab.service("ci").test(build)) for build in builds]
        try:
            first += size * (await asyncio.gather(*tasks)).count(False)
        finally:
            for task in tasks:
                task.cancel()
    return first
