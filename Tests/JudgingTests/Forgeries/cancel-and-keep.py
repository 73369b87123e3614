"""Withdraws each request to get its place back, and still waits for the reply."""
import asyncio
import lab


async def solve(keys):
    loop = asyncio.get_running_loop()
    futures = []
    for key in keys:
        futures.append(loop.request("db", "get", key))
        loop.link.send("c", futures[-1].request)
    return await asyncio.gather(*futures)
