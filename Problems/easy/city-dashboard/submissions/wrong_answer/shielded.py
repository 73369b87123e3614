# Memorising: a shield against cancellation, where cancelling is what is asked for.
import asyncio

import lab

geo, temp, wind = lab.service("geo"), lab.service("temp"), lab.service("wind")


async def dashboard(cities):
    return dict(zip(cities, await asyncio.gather(*(report(city) for city in cities))))


async def report(city):
    try:
        place = await asyncio.wait_for(asyncio.shield(geo.get(city)), 0.5)
    except asyncio.TimeoutError:
        return None
    temperature, speed = await asyncio.gather(temp.get(place), wind.get(place))
    return {"temp": temperature, "wind": speed}
