import asyncio
import lab

source = lab.service("source")


async def solve(_):
    queue = asyncio.Queue()

    async def produce():
        try:
            for x in range(6):
                await queue.put(await source.get(x))
        finally:
            queue.put_nowait(None)

    async def consume():
        while await queue.get() is not None:
            pass
        return "done"

    consumer = asyncio.create_task(consume())
    try:
        async with asyncio.timeout(0.5):
            await produce()
    except TimeoutError:
        pass
    return await consumer
