import asyncio

import lab

geo, temp, wind = lab.service("geo"), lab.service("temp"), lab.service("wind")


async def dashboard(cities):
    async with asyncio.TaskGroup() as group:
        reports = {city: group.create_task(report(city)) for city in cities}
    return {city: task.result() for city, task in reports.items()}


async def report(city):
    try:
        async with asyncio.timeout(0.5):
            place = await geo.get(city)
    except TimeoutError:
        return None
    async with asyncio.TaskGroup() as group:
        temperature = group.create_task(temp.get(place))
        speed = group.create_task(wind.get(place))
    return {"temp": temperature.result(), "wind": speed.result()}
