# The wrong approach: values in the order in which the calls end.
import asyncio

import lab


async def batch_lookup(keys, limit):
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
    values = [await end for end in asyncio.as_completed([lookup(key) for key in distinct])]
    by_key = dict(zip(distinct, values))
    return [by_key[key] for key in keys]


async def answer(keys, limit):
    try:
        return await batch_lookup(keys, limit)
    except ValueError:
        return "ValueError"
