# Thin testing: tasks that nobody ends when the program is cancelled.
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
            return await ask(work.get, item)

    async def read():
        while True:
            await places.acquire()
            entry = await ask(source.next)
            if entry is None:
                break
            jobs.put_nowait(asyncio.create_task(process(entry[1])))
        jobs.put_nowait(None)

    reader = asyncio.create_task(read())
    while (job := await jobs.get()) is not None:
        await ask(sink.put, await job)
        places.release()
    await reader
