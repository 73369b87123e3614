"""Two locks, taken in opposite orders: who meets half-way waits for ever."""
import asyncio
import lab

kv = lab.service("kv")


async def move(delay, first, second, key):
    await asyncio.sleep(delay)
    async with first:
        value = await kv.get(key)
        async with second:
            await kv.put(key, value)


async def solve(_):
    left, right = asyncio.Lock(), asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(move(0, left, right, "x"))
        group.create_task(move(0.07, right, left, "y"))
        group.create_task(move(0.14, left, right, "x"))
