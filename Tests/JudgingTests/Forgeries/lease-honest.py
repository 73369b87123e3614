import asyncio
import lab

pool, kv = lab.service("pool"), lab.service("kv")


async def job(number):
    token = await pool.acquire()
    await kv.put(f"job{number}", 1)
    await pool.release(token)


async def solve(_):
    await asyncio.gather(*(job(number) for number in range(3)))
