# The wrong approach: a worker whose result is early waits for its turn instead of working on.
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
    turn = asyncio.Condition()
    delivered = 0
    is_over = False

    async def worker():
        nonlocal delivered, is_over
        while True:
            async with reading:
                if is_over:
                    return
                entry = await ask(source.next)
                if entry is None:
                    is_over = True
                    return
            index, item = entry
            result = await ask(work.get, item)
            async with turn:
                await turn.wait_for(lambda: delivered == index)
                await ask(sink.put, result)
                delivered += 1
                turn.notify_all()

    async with asyncio.TaskGroup() as group:
        for _ in range(min(memory, workers)):
            group.create_task(worker())
