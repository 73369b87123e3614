# The wrong approach: looks into the cache, asks, and only then fills the cache; meanwhile others
# have looked and asked too.
import asyncio

import lab


async def batch_lookup(keys, limit):
    if limit < 1:
        raise ValueError("limit")
    places = asyncio.Semaphore(limit)
    cache = {}

    async def lookup(key):
        async with places:
            if key not in cache:
                try:
                    cache[key] = await lab.service("store").get(key)
                except lab.ServiceError:
                    cache[key] = None
            return cache[key]

    return await asyncio.gather(*(lookup(key) for key in keys))


async def answer(keys, limit):
    try:
        return await batch_lookup(keys, limit)
    except ValueError:
        return "ValueError"
