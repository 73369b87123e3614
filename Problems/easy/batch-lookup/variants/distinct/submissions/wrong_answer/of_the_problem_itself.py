import asyncio

import lab


async def batch_lookup(keys, limit):
    if limit < 1:
        raise ValueError("at least one call must be allowed")
    places = asyncio.Semaphore(limit)

    async def lookup(key):
        async with places:
            try:
                return await lab.service("store").get(key)
            except lab.ServiceError:
                return None

    async with asyncio.TaskGroup() as group:
        lookups = {key: group.create_task(lookup(key)) for key in dict.fromkeys(keys)}
    return [lookups[key].result() for key in keys]


async def answer(keys, limit):
    try:
        return await batch_lookup(keys, limit)
    except ValueError:
        return "ValueError"
