# The wrong approach: one call after the other, whatever the limit allows.
import lab


async def batch_lookup(keys, limit):
    if limit < 1:
        raise ValueError("limit")
    values = {}
    for key in keys:
        if key in values:
            continue
        try:
            values[key] = await lab.service("store").get(key)
        except lab.ServiceError:
            values[key] = None
    return [values[key] for key in keys]


async def answer(keys, limit):
    try:
        return await batch_lookup(keys, limit)
    except ValueError:
        return "ValueError"
