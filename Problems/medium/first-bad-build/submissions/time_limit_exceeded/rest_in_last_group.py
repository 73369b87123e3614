# Thin testing: rounds the size of the groups down, so that the last one gets the rest and may need
# a round more.
import asyncio

import lab


async def first_bad(n, p):
    low, high = 0, n
    while low < high:
        size = max(1, (high - low) // (p + 1))
        ends = [low + size * (group + 1) - 1 for group in range(p)]
        ends = [end for end in ends if end < high]
        async with asyncio.TaskGroup() as round_:
            probes = [round_.create_task(lab.service("ci").test(end)) for end in ends]
        for end, probe in zip(ends, probes):
            if probe.result():
                high = end
                break
            low = end + 1
    return low
