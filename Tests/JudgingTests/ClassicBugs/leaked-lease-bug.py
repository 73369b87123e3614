"""Cancelled between acquire and try, it keeps the lease."""
import asyncio
import lab

pool, kv = lab.service("pool"), lab.service("kv")


async def job(number):
    token = await pool.acquire()
    await kv.put(f"start{number}", 1)
    try:
        await kv.put(f"work{number}", 1)
    finally:
        await pool.release(token)


async def solve(_):
    await asyncio.gather(*(job(number) for number in range(3)))
