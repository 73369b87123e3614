"""Claims that a signal of the world ended it."""
import asyncio


async def solve(keys):
    asyncio.get_running_loop().link.finish("s", 15)
