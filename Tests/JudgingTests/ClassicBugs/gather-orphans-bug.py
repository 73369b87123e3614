"""gather() raises the first exception and leaves the others running."""
import asyncio
import lab

api = lab.service("api")


async def solve(_):
    try:
        return await asyncio.gather(*(api.get(x) for x in range(6)))
    except lab.ServiceError:
        return "failed"
