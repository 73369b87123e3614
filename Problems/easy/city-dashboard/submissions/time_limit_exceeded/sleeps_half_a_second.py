# Memorising: "start the tasks, sleep, look who is done" sleeps 0.5 s also when all answer at once.
import asyncio

import lab


async def dashboard(cities):
    async with asyncio.TaskGroup() as group:
        searches = {city: group.create_task(lab.service("geo").get(city)) for city in cities}
        await asyncio.sleep(0.5)
        for search in searches.values():
            search.cancel()
    async with asyncio.TaskGroup() as group:
        reports = {
            city: group.create_task(report(search.result()))
            for city, search in searches.items() if not search.cancelled()}
    return {city: reports[city].result() if city in reports else None for city in cities}


async def report(place):
    async with asyncio.TaskGroup() as group:
        temperature = group.create_task(lab.service("temp").get(place))
        speed = group.create_task(lab.service("wind").get(place))
    return {"temp": temperature.result(), "wind": speed.result()}
