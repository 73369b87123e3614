# An ignored edge case: nobody checks the limit, and with a semaphore of 0 all wait for ever.
import asyncio

import lab


async def batch_lookup(keys, limit):
    places = asyncio.Semaphore(max(limit, 0))

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
