import asyncio
import lab

api = lab.service("api")


async def solve(_):
    queue = asyncio.Queue()
    results = [None] * 8
    for x in range(8):
        queue.put_nowait(x)

    async def worker():
        while True:
            x = await queue.get()
            try:
                results[x] = await api.get(x)
            except lab.ServiceError:
                pass
            finally:
                queue.task_done()

    workers = [asyncio.create_task(worker()) for _ in range(3)]
    try:
        await queue.join()
    finally:
        for task in workers:
            task.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return results
