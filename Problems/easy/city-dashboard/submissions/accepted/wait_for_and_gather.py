# Without task groups: gather, and what it leaves behind when one call fails is cleaned up.
import asyncio

import lab


async def dashboard(cities):
    reports = await together(report(city) for city in cities)
    return dict(zip(cities, reports))


async def report(city):
    try:
        place = await asyncio.wait_for(lab.service("geo").get(city), 0.5)
    except asyncio.TimeoutError:
        return None
    temperature, speed = await together(
        lab.service(name).get(place) for name in ("temp", "wind"))
    return {"temp": temperature, "wind": speed}


async def together(coroutines):
    tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
    try:
        return await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
