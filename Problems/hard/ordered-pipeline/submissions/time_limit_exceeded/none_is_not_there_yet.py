# An ignored edge case: takes the result None of a broken item for "not there yet".
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
    results = {}
    arrived = asyncio.Event()

    async def process(index, item):
        async with hands:
            results[index] = await ask(work.get, item)
        arrived.set()

    async def deliver():
        index = 0
        while True:
            while results.get(index) is None:
                arrived.clear()
                await arrived.wait()
            await ask(sink.put, results.pop(index))
            places.release()
            index += 1

    async with asyncio.TaskGroup() as group:
        delivery = group.create_task(deliver())
        count = 0
        while True:
            await places.acquire()
            entry = await ask(source.next)
            if entry is None:
                break
            count += 1
            group.create_task(process(*entry))
        for _ in range(memory - 1):
            await places.acquire()
        delivery.cancel()
