# Thin testing: takes the stop request for its own time-out, and tries once more to be sure.
import asyncio

import lab

geo, temp, wind = lab.service("geo"), lab.service("temp"), lab.service("wind")


async def dashboard(cities):
    async with asyncio.TaskGroup() as group:
        reports = {city: group.create_task(report(city)) for city in cities}
    return {city: task.result() for city, task in reports.items()}


async def report(city):
    search = asyncio.create_task(geo.get(city))
    limit = asyncio.get_running_loop().call_later(0.5, search.cancel)
    try:
        place = await search
    except asyncio.CancelledError:
        return None
    finally:
        limit.cancel()
    weather = [asyncio.create_task(service.get(place)) for service in (temp, wind)]
    while True:
        try:
            temperature, speed = [await task for task in weather]
            return {"temp": temperature, "wind": speed}
        except asyncio.CancelledError:
            weather = [asyncio.create_task(service.get(place)) for service in (temp, wind)]
