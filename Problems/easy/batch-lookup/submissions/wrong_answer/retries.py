# Memorising: the usual loop that tries three times, where each key may be asked once.
import asyncio

import lab


async def batch_lookup(keys, limit):
    if limit < 1:
        raise ValueError("limit")
    places = asyncio.Semaphore(limit)

    async def lookup(key):
        for attempt in range(3):
            try:
                async with places:
                    return await lab.service("store").get(key)
            except lab.ServiceError:
                await asyncio.sleep(0.1 * 2 ** attempt)
        return None

    distinct = list(dict.fromkeys(keys))
    values = dict(zip(distinct, await asyncio.gather(*(lookup(key) for key in distinct))))
    return [values[key] for key in keys]


async def answer(keys, limit):
    try:
        return await batch_lookup(keys, limit)
    except ValueError:
        return "ValueError"
