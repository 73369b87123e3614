import asyncio
import lab

db = lab.service("db")


async def solve(_):
    cache = {}

    async def get(delay, key):
        await asyncio.sleep(delay)
        if key not in cache:
            cache[key] = group.create_task(db.get(key))
        return await asyncio.shield(cache[key])

    async with asyncio.TaskGroup() as group:
        calls = (0, "a"), (0.03, "a"), (0.01, "b"), (0.06, "a")
        tasks = [group.create_task(get(delay, key)) for delay, key in calls]
    return [task.result() for task in tasks]
