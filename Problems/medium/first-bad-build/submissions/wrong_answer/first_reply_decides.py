# Thin testing: takes the first bad build that is reported for the lowest one of the round, which
# is so only while all probes take the same time.
import asyncio

import lab


async def first_bad(n, p):
    low, high = 0, n
    while low < high:
        answers = high - low + 1
        groups = min(p + 1, answers)
        ends = [low + answers * group // groups - 1 for group in range(1, groups)]
        starts = [low] + [end + 1 for end in ends]
        tasks = [asyncio.create_task(probe(end)) for end in ends]
        try:
            low = starts[-1]
            for reply in asyncio.as_completed(tasks):
                end, is_bad = await reply
                if is_bad:
                    low, high = starts[ends.index(end)], end
                    break
        finally:
            for task in tasks:
                task.cancel()
    return low


async def probe(build):
    return build, await lab.service("ci").test(build)
