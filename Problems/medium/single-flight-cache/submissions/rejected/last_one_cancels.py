# The wrong approach: withdraws a fetch when nobody waits any more, which wastes it.
import asyncio
import collections

import lab


class Cache:
    def __init__(self, ttl):
        self.ttl = ttl
        self.entries = {}
        self.fetches = {}
        self.waiting = collections.Counter()

    async def get(self, key):
        loop = asyncio.get_running_loop()
        if key in self.entries and loop.time() < self.entries[key][1]:
            return self.entries[key][0]
        if key not in self.fetches:
            self.fetches[key] = asyncio.create_task(self.fetch(key))
        self.waiting[key] += 1
        try:
            return await asyncio.shield(self.fetches[key])
        finally:
            self.waiting[key] -= 1
            if not self.waiting[key] and key in self.fetches:
                self.fetches[key].cancel()

    async def fetch(self, key):
        try:
            value = await lab.service("db").get(key)
            self.entries[key] = value, asyncio.get_running_loop().time() + self.ttl
            return value
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
