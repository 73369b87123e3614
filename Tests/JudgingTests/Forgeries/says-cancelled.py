"""Claims that it was cancelled: who is cancelled need not be right."""
import asyncio


async def solve(keys):
    asyncio.get_running_loop().link.finish("z")
