# The wrong approach: the blocking client holds the event loop, and with it every other key.
import asyncio
import time

import lab


class Cache:
    def __init__(self, ttl):
        self.ttl = ttl
        self.entries = {}

    async def get(self, key):
        if key in self.entries:
            value, ended = self.entries[key]
            if time.monotonic() - ended < self.ttl:
                return value
        value = lab.blocking("db").get(key)
        self.entries[key] = value, time.monotonic()
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
