# An ignored edge case: takes 0, "" and [] for "nothing there".
import asyncio

import lab


class Cache:
    def __init__(self, ttl):
        self.ttl = ttl
        self.values = {}
        self.ended = {}
        self.fetches = {}

    async def get(self, key):
        now = asyncio.get_running_loop().time()
        if self.values.get(key) and now - self.ended[key] < self.ttl:
            return self.values[key]
        if key not in self.fetches:
            self.fetches[key] = asyncio.create_task(self.fetch(key))
        return await asyncio.shield(self.fetches[key])

    async def fetch(self, key):
        try:
            self.values[key] = await lab.service("db").get(key)
            self.ended[key] = asyncio.get_running_loop().time()
            return self.values[key]
        finally:
            del self.fetches[key]

    async def close(self):
        fetches = list(self.fetches.values())
        for fetch in fetches:
            fetch.cancel()
        await asyncio.gather(*fetches, return_exceptions=True)


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
