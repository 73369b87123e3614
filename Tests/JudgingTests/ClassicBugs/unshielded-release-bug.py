"""Releases in finally, but a cancellation can hit the release itself."""
import asyncio
import lab

pool, kv = lab.service("pool"), lab.service("kv")


async def job(number):
    token = await pool.acquire()
    try:
        await kv.put(f"start{number}", 1)
        await kv.put(f"work{number}", 1)
    finally:
        await pool.release(token)


async def solve(_):
    async with asyncio.TaskGroup() as group:
        for number in range(3):
            group.create_task(job(number))
