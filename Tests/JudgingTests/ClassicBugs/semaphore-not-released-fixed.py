import asyncio
import lab

api = lab.service("api")


async def solve(_):
    slots = asyncio.Semaphore(1)

    async def get(x):
        async with slots:
            return await api.get(x)

    results = await asyncio.gather(*(get(x) for x in range(6)), return_exceptions=True)
    return [value if isinstance(value, int) else None for value in results]
