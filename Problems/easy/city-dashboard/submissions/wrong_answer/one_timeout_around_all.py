# An ignored edge case: one slow city takes all the others with it.
import asyncio

import lab

geo, temp, wind = lab.service("geo"), lab.service("temp"), lab.service("wind")


async def dashboard(cities):
    try:
        async with asyncio.timeout(0.5):
            reports = await asyncio.gather(*(report(city) for city in cities))
    except TimeoutError:
        return dict.fromkeys(cities)
    return dict(zip(cities, reports))


async def report(city):
    place = await geo.get(city)
    temperature, speed = await asyncio.gather(temp.get(place), wind.get(place))
    return {"temp": temperature, "wind": speed}
