# Thin testing: a stop request ends the wait for the queue, but not the workers.
import asyncio

import lab


async def batch_lookup(keys, limit):
    if limit < 1:
        raise ValueError("limit")
    values = dict.fromkeys(keys)
    queue = asyncio.Queue()
    for key in values:
        queue.put_nowait(key)

    async def work():
        while True:
            key = await queue.get()
            try:
                values[key] = await lab.service("store").get(key)
            except lab.ServiceError:
                pass
            queue.task_done()

    workers = [asyncio.create_task(work()) for _ in range(min(limit, len(values)))]
    await queue.join()
    for worker in workers:
        worker.cancel()
    return [values[key] for key in keys]


async def answer(keys, limit):
    try:
        return await batch_lookup(keys, limit)
    except ValueError:
        return "ValueError"
