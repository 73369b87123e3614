# Memorising: the memory and the workers of the example.
import asyncio

import lab

MEMORY = 3
WORKERS = 2


async def ask(operation, *arguments):
    while True:
        try:
            return await operation(*arguments)
        except lab.ServiceError as error:
            if error.code != 503:
                return None


async def pipeline(_, memory, workers):
    source, work, sink = (lab.service(name) for name in ("source", "work", "sink"))
    places = asyncio.Semaphore(MEMORY)
    hands = asyncio.Semaphore(WORKERS)
    jobs = asyncio.Queue()

    async def process(item):
        async with hands:
            return await ask(work.get, item)

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
            places.release()
