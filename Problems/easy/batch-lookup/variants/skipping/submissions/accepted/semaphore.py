import asyncio

import lab

MISSING = object()


async def batch_lookup(keys, limit):
    if limit < 1:
        raise ValueError("at least one call must be allowed")
    places = asyncio.Semaphore(limit)

    async def lookup(key):
        async with places:
            try:
                return await lab.service("store").get(key)
            except lab.ServiceError:
                return MISSING

    async with asyncio.TaskGroup() as group:
        lookups = {key: group.create_task(lookup(key)) for key in dict.fromkeys(keys)}
    results = [lookups[key].result() for key in keys]
    return [result for result in results if result is not MISSING]


async def answer(keys, limit):
    try:
        return await batch_lookup(keys, limit)
    except ValueError:
        return "ValueError"
