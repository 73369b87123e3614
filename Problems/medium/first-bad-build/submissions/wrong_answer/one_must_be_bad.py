# An ignored edge case: takes it for granted that some build is bad.
import asyncio

import lab


async def first_bad(n, p):
    low, high = 0, max(0, n - 1)
    while low < high:
        answers = high - low + 1
        groups = min(p + 1, answers)
        ends = [low + answers * group // groups - 1 for group in range(1, groups)]
        async with asyncio.TaskGroup() as round_:
            probes = [round_.create_task(lab.service("ci").test(end)) for end in ends]
        for end, probe in zip(ends, probes):
            if probe.result():
                high = end
                break
            low = end + 1
    return low
