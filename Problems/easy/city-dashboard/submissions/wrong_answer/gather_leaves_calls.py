# Thin testing: when one call fails, gather raises at once and leaves the others running.
import asyncio

import lab

geo, temp, wind = lab.service("geo"), lab.service("temp"), lab.service("wind")


async def dashboard(cities):
    return dict(zip(cities, await asyncio.gather(*(report(city) for city in cities))))


async def report(city):
    try:
        async with asyncio.timeout(0.5):
            place = await geo.get(city)
    except TimeoutError:
        return None
    temperature, speed = await asyncio.gather(temp.get(place), wind.get(place))
    return {"temp": temperature, "wind": speed}
