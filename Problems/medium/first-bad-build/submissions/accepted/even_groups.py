import asyncio

import lab

ci = lab.service("ci")


async def first_bad(n, p):
    low, high = 0, n  # The answer is one of low ... high.
    while low < high:
        answers = high - low + 1
        groups = min(p + 1, answers)
        # The last build of each group but the last one: when it is bad, so is the answer's group
        # or an earlier one.
        ends = [low + answers * group // groups - 1 for group in range(1, groups)]
        async with asyncio.TaskGroup() as round_:
            probes = [round_.create_task(ci.test(end)) for end in ends]
        for end, probe in zip(ends, probes):
            if probe.result():
                high = end
                break
            low = end + 1
    return low
