"""A quick answer first, the right one when it is known."""
import asyncio
import lab


async def solve(keys):
    link = asyncio.get_running_loop().link
    link.send("d", [0] * len(keys))
    slots = asyncio.Semaphore(5)

    async def get(key):
        async with slots:
            return await lab.service("db").get(key)

    return await asyncio.gather(*(get(key) for key in keys))
