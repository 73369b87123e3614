"""Releases what it never had, so that there is more to have."""
import asyncio
import lab

pool, kv = lab.service("pool"), lab.service("kv")


async def job(number):
    await pool.acquire()
    await kv.put(f"job{number}", 1)


async def solve(_):
    await asyncio.gather(*(pool.release(number) for number in (1, 2, 3)))
    await asyncio.gather(*(job(number) for number in range(3)))
