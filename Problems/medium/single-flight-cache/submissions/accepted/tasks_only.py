# A dictionary of tasks alone: an entry is a fetch, running or ended.
import asyncio

import lab


class Entry:
    def __init__(self):
        self.task = None
        self.ended = None


class Cache:
    def __init__(self, ttl):
        self.ttl = ttl
        self.entries = {}

    def is_usable(self, entry):
        if not entry.task.done():
            return True
        if entry.task.exception() is not None:
            return False
        return asyncio.get_running_loop().time() - entry.ended < self.ttl

    async def get(self, key):
        entry = self.entries.get(key)
        if entry is None or not self.is_usable(entry):
            entry = self.entries[key] = Entry()
            entry.task = asyncio.ensure_future(self.fetch(key, entry))
        return await asyncio.shield(entry.task)

    async def fetch(self, key, entry):
        value = await lab.service("db").get(key)
        entry.ended = asyncio.get_running_loop().time()
        return value

    async def close(self):
        running = [entry.task for entry in self.entries.values() if not entry.task.done()]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running)


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
