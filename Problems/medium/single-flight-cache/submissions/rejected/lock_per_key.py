# Thin testing: a lock for each key is fine until a fetch fails and all who wait try in turn.
import asyncio
import collections

import lab


class Cache:
    def __init__(self, ttl):
        self.ttl = ttl
        self.entries = {}
        self.locks = collections.defaultdict(asyncio.Lock)

    async def get(self, key):
        loop = asyncio.get_running_loop()
        async with self.locks[key]:
            if key in self.entries:
                value, ended = self.entries[key]
                if loop.time() - ended < self.ttl:
                    return value
            value = await lab.service("db").get(key)
            self.entries[key] = value, loop.time()
            return value

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
