import asyncio
import lab

kv = lab.service("kv")


async def deposit(lock, delay, amount):
    await asyncio.sleep(delay)
    async with lock:
        balance = await kv.get("balance")
        await kv.put("balance", balance + amount)


async def solve(_):
    lock = asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        for delay, amount in (0, 5), (0.06, 10), (0.12, 15):
            group.create_task(deposit(lock, delay, amount))
