import asyncio
import lab


async def solve(keys):
    slots = asyncio.Semaphore(5)

    async def get(key):
        async with slots:
            return await lab.service("db").get(key)

    return await asyncio.gather(*(get(key) for key in keys))
