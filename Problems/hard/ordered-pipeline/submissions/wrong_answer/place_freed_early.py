# An ignored edge case: an item's place is free when its work is done, though its result waits.
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
    places = asyncio.Semaphore(memory)
    hands = asyncio.Semaphore(workers)
    jobs = asyncio.Queue()

    async def process(item):
        async with hands:
            result = await ask(work.get, item)
        places.release()
        return result

    async def read(group):
        while True:
            await places.acquire()
            entry = await ask(source.next)
            if entry is None:
                break
            jobs.put_nowait(group.create_task(process(entry[1])))
        jobs.put_nowait(None)

    async with asyncio.TaskGroup() as group:
        group.create_task(read(group))
        while (job := await jobs.get()) is not None:
            await ask(sink.put, await job)
