# Memorising: functools.lru_cache keeps the coroutine, which can be awaited only once.
import asyncio
import functools

import lab


class Cache:
    def __init__(self, ttl):
        self.fetch = functools.lru_cache(maxsize=None)(self.fetch)

    async def fetch(self, key):
        return await lab.service("db").get(key)

    async def get(self, key):
        return await self.fetch(key)

    async def close(self):
        pass


async def serve(_, ttl):
    front, cache = lab.service("front"), Cache(ttl)

    async def answer(number, key, patience):
        try:
            async with asyncio.timeout(patience):
                value = await cache.get(key)
        except (lab.ServiceError, TimeoutError):
            value = None
        await front.reply(number, value)

    try:
        async with asyncio.TaskGroup() as group:
            while (arrival := await front.next()) is not None:
                number, (key, patience) = arrival
                group.create_task(answer(number, key, patience))
    finally:
        await cache.close()
