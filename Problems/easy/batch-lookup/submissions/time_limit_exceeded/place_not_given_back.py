# An ignored edge case: when a call fails, its place is never given back.
import asyncio

import lab


async def batch_lookup(keys, limit):
    if limit < 1:
        raise ValueError("limit")
    places = asyncio.Semaphore(limit)

    async def lookup(key):
        await places.acquire()
        try:
            value = await lab.service("store").get(key)
            places.release()
            return value
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
