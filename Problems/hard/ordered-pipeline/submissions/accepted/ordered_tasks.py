# Places are taken before reading and freed after delivering; the tasks queue in source order.
import asyncio

import lab

PASSING = 503


async def ask(operation, *arguments):
    """Asks again for as long as the failure is a passing one."""
    while True:
        try:
            return await operation(*arguments)
        except lab.ServiceError as error:
            if error.code != PASSING:
                raise


async def pipeline(_, memory, workers):
    source, work, sink = (lab.service(name) for name in ("source", "work", "sink"))
    places = asyncio.Semaphore(memory)
    hands = asyncio.Semaphore(workers)
    jobs = asyncio.Queue()

    async def process(item):
        async with hands:
            try:
                return await ask(work.get, item)
            except lab.ServiceError:
                return None

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
