# The wrong approach: each city waits for the one before.
import asyncio

import lab

geo, temp, wind = lab.service("geo"), lab.service("temp"), lab.service("wind")


async def dashboard(cities):
    result = {}
    for city in cities:
        try:
            async with asyncio.timeout(0.5):
                place = await geo.get(city)
        except TimeoutError:
            result[city] = None
            continue
        async with asyncio.TaskGroup() as group:
            temperature = group.create_task(temp.get(place))
            speed = group.create_task(wind.get(place))
        result[city] = {"temp": temperature.result(), "wind": speed.result()}
    return result
