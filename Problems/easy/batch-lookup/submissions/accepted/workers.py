# A few workers that share an iterator, instead of a task for each key.
import asyncio

import lab


async def batch_lookup(keys, limit):
    if limit < 1:
        raise ValueError(f"limit is {limit}")
    values = dict.fromkeys(keys)
    waiting = iter(list(values))

    async def work():
        for key in waiting:
            try:
                values[key] = await lab.service("store").get(key)
            except lab.ServiceError:
                pass

    await asyncio.gather(*(work() for _ in range(min(limit, len(values)))))
    return [values[key] for key in keys]


async def answer(keys, limit):
    try:
        return await batch_lookup(keys, limit)
    except ValueError:
        return "ValueError"
