# An ignored edge case: with more probes than builds it asks for the same build several times.
import asyncio

import lab


async def first_bad(n, p):
    low, high = 0, n
    while low < high:
        answers = high - low + 1
        ends = [max(low, low + answers * group // (p + 1) - 1) for group in range(1, p + 1)]
        async with asyncio.TaskGroup() as round_:
            probes = [round_.create_task(lab.service("ci").test(end)) for end in ends]
        for end, probe in zip(ends, probes):
            if probe.result():
                high = end
                break
            low = end + 1
    return low
