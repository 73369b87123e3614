# An ignored edge case: asyncio.wait with a timeout leaves the call running, nobody withdraws it.
import asyncio

import lab

geo, temp, wind = lab.service("geo"), lab.service("temp"), lab.service("wind")


async def dashboard(cities):
    return dict(zip(cities, await asyncio.gather(*(report(city) for city in cities))))


async def report(city):
    search = asyncio.create_task(geo.get(city))
    done, _ = await asyncio.wait([search], timeout=0.5)
    if not done:
        return None
    temperature, speed = await asyncio.gather(
        temp.get(search.result()), wind.get(search.result()))
    return {"temp": temperature, "wind": speed}
