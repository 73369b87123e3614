# Premature optimisation: fills the memory, works on all of it, empties it, and begins again.
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

    is_over = False
    while not is_over:
        batch = []
        while len(batch) < memory and not is_over:
            entry = await ask(source.next)
            if entry is None:
                is_over = True
            else:
                batch.append(entry[1])
        for result in await asyncio.gather(*(process(item) for item in batch)):
            await ask(sink.put, result)
