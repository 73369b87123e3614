# The wrong approach: reads all items first, as if memory had no end.
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
    hands = asyncio.Semaphore(workers)

    async def process(item):
        async with hands:
            return await ask(work.get, item)

    items = []
    while (entry := await ask(source.next)) is not None:
        items.append(entry[1])
    tasks = [asyncio.create_task(process(item)) for item in items]
    for task in tasks:
        await ask(sink.put, await task)
