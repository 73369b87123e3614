# The other way: asyncio's own tasks on a clock of our own.
import asyncio
import heapq
import sys


async def main():
    rows = [line.split() for line in sys.stdin.read().splitlines()[1:]]
    loop = asyncio.get_running_loop()
    time = 0
    order = 0
    timers = []
    ended = {name: [] for name, *_ in rows}
    lines = []
    alive = set(ended)

    async def perform(name, operations):
        nonlocal order
        for operation in operations:
            kind, _, argument = operation.partition(":")
            if kind == "say":
                lines.append(f"{time} {name} {argument}")
            elif kind == "sleep" and argument == "0":
                await asyncio.sleep(0)
            elif kind == "sleep":
                wake = loop.create_future()
                order += 1
                heapq.heappush(timers, (time + int(argument), order, wake))
                await wake
            elif argument in alive:
                wake = loop.create_future()
                ended[argument].append(wake)
                await wake
        alive.discard(name)
        for wake in ended[name]:
            wake.set_result(None)

    tasks = [asyncio.create_task(perform(name, operations)) for name, *operations in rows]
    while alive:
        # Everything that is ready runs before this task's turn comes again; two quiet turns
        # in a row mean that nothing is.
        while len(loop._ready) > 0:
            await asyncio.sleep(0)
        if not timers:
            break
        time = timers[0][0]
        while timers and timers[0][0] == time:
            heapq.heappop(timers)[2].set_result(None)
    stuck = [name for name, *_ in rows if name in alive]
    lines.append(" ".join(["deadlock", *stuck]) if stuck else f"end {time}")
    print("\n".join(lines))
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


asyncio.run(main())
