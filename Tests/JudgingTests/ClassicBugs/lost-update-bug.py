"""Reads, waits, writes: a deposit in between is lost. Only quick replies hide it."""
import asyncio
import lab

kv = lab.service("kv")


async def deposit(delay, amount):
    await asyncio.sleep(delay)
    balance = await kv.get("balance")
    await kv.put("balance", balance + amount)


async def solve(_):
    async with asyncio.TaskGroup() as group:
        for delay, amount in (0, 5), (0.06, 10), (0.12, 15):
            group.create_task(deposit(delay, amount))
