# Premature optimisation: chunks of `limit` keys; each chunk waits for its slowest call.
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

    distinct = list(dict.fromkeys(keys))
    values = {}
    for start in range(0, len(distinct), limit):
        chunk = distinct[start:start + limit]
        values.update(zip(chunk, await asyncio.gather(*(lookup(key) for key in chunk))))
    return [values[key] for key in keys]


async def answer(keys, limit):
    try:
        return await batch_lookup(keys, limit)
    except ValueError:
        return "ValueError"
