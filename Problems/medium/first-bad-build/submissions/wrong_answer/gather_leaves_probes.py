# Thin testing: when one probe fails, gather raises at once and leaves the others running.
import asyncio

import lab


async def first_bad(n, p):
    low, high = 0, n
    while low < high:
        answers = high - low + 1
        groups = min(p + 1, answers)
        ends = [low + answers * group // groups - 1 for group in range(1, groups)]
        replies = await asyncio.gather(*(lab.service("ci").test(end) for end in ends))
        for end, is_bad in zip(ends, replies):
            if is_bad:
                high = end
                break
            low = end + 1
    return low
