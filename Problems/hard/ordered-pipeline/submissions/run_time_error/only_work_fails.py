# Thin testing: asks again only for the work; source and sink fail just as well.
import asyncio

import lab


async def pipeline(_, memory, workers):
    source, work, sink = (lab.service(name) for name in ("source", "work", "sink"))
    places = asyncio.Semaphore(memory)
    hands = asyncio.Semaphore(workers)
    jobs = asyncio.Queue()

    async def process(item):
        async with hands:
            while True:
                try:
                    return await work.get(item)
                except lab.ServiceError as error:
                    if error.code != 503:
                        return None

    async def read(group):
        while True:
            await places.acquire()
            entry = await source.next()
            if entry is None:
                break
            jobs.put_nowait(group.create_task(process(entry[1])))
        jobs.put_nowait(None)

    async with asyncio.TaskGroup() as group:
        group.create_task(read(group))
        while (job := await jobs.get()) is not None:
            await sink.put(await job)
            places.release()
