# An ignored edge case: places go to whoever is fast, and the item that all wait for has none.
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
    reading = asyncio.Lock()
    # One item more is held by whoever reads.
    places = asyncio.Semaphore(max(1, memory - workers))
    results = {}
    changed = asyncio.Condition()
    running = workers

    async def worker():
        nonlocal running
        is_over = False
        while not is_over:
            async with reading:
                entry = await ask(source.next) if running == workers else None
                if entry is None:
                    is_over = True
                    running -= 1
            if not is_over:
                index, item = entry
                result = await ask(work.get, item)
                await places.acquire()
                results[index] = result
            async with changed:
                changed.notify_all()

    async def deliver():
        index = 0
        while True:
            async with changed:
                await changed.wait_for(lambda: index in results or not (running or results))
            if index not in results:
                return
            await ask(sink.put, results.pop(index))
            places.release()
            index += 1

    async with asyncio.TaskGroup() as group:
        for _ in range(workers):
            group.create_task(worker())
        group.create_task(deliver())
