# An ignored edge case: one key that fails takes all the others with it.
import asyncio

import lab


async def batch_lookup(keys, limit):
    if limit < 1:
        raise ValueError("limit")
    places = asyncio.Semaphore(limit)

    async def lookup(key):
        async with places:
            return await lab.service("store").get(key)

    async with asyncio.TaskGroup() as group:
        lookups = {key: group.create_task(lookup(key)) for key in dict.fromkeys(keys)}
    return [lookups[key].result() for key in keys]


async def answer(keys, limit):
    try:
        return await batch_lookup(keys, limit)
    except ValueError:
        return "ValueError"
