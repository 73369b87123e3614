# Premature optimisation: "more than eight probes only load the server" takes more rounds.
import asyncio

import lab


async def first_bad(n, p):
    p = min(p, 8)
    low, high = 0, n
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
