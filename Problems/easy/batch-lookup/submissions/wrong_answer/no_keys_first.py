# An ignored edge case: without keys it returns before it has looked at the limit.
import asyncio

import lab


async def batch_lookup(keys, limit):
    if not keys:
        return []
    if limit < 1:
        raise ValueError("limit")
    places = asyncio.Semaphore(limit)

    async def lookup(key):
        async with places:
            try:
                return await lab.service("store").get(key)
            except lab.ServiceError:
                return None

    distinct = list(dict.fromkeys(keys))
    values = dict(zip(distinct, await asyncio.gather(*(lookup(key) for key in distinct))))
    return [values[key] for key in keys]


async def answer(keys, limit):
    try:
        return await batch_lookup(keys, limit)
    except ValueError:
        return "ValueError"
