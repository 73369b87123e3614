# Memorising: starts `limit` calls every 50 ms, because a call takes that long, usually.
import asyncio

import lab


async def batch_lookup(keys, limit):
    if limit < 1:
        raise ValueError("limit")

    async def lookup(key):
        try:
            return await lab.service("store").get(key)
        except lab.ServiceError:
            return None

    tasks = {}
    for number, key in enumerate(dict.fromkeys(keys)):
        if number and number % limit == 0:
            await asyncio.sleep(0.05)
        tasks[key] = asyncio.create_task(lookup(key))
    return [await tasks[key] for key in keys]


async def answer(keys, limit):
    try:
        return await batch_lookup(keys, limit)
    except ValueError:
        return "ValueError"
