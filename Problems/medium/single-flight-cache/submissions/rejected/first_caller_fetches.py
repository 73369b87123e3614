# Thin testing: the first caller fetches for all, and takes the fetch along when it leaves.
import asyncio

import lab


class Cache:
    def __init__(self, ttl):
        self.ttl = ttl
        self.entries = {}
        self.waiting = {}

    async def get(self, key):
        loop = asyncio.get_running_loop()
        if key in self.entries and loop.time() < self.entries[key][1]:
            return self.entries[key][0]
        if key in self.waiting:
            return await asyncio.shield(self.waiting[key])
        future = self.waiting[key] = loop.create_future()
        try:
            value = await lab.service("db").get(key)
        except lab.ServiceError as error:
            future.set_exception(error)
            del self.waiting[key]
            raise
        self.entries[key] = value, loop.time() + self.ttl
        future.set_result(value)
        del self.waiting[key]
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
