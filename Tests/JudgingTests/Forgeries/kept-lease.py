"""Gives a lease back for nothing, as if the reply had never been taken."""
import asyncio
import lab

pool, kv = lab.service("pool"), lab.service("kv")


async def job(number):
    loop = asyncio.get_running_loop()
    lease = loop.request("pool", "acquire", None)
    await lease
    await kv.put(f"job{number}", 1)
    loop.link.send("c", lease.request)


async def solve(_):
    await asyncio.gather(*(job(number) for number in range(3)))
