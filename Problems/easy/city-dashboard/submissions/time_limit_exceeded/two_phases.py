# Premature optimisation: "first all places in one go, then all the weather in one go" makes every
# city wait for the slowest place.
import asyncio

import lab


async def dashboard(cities):
    async with asyncio.TaskGroup() as group:
        searches = [group.create_task(find(city)) for city in cities]
    places = {city: task.result() for city, task in zip(cities, searches)}
    async with asyncio.TaskGroup() as group:
        reports = {
            city: group.create_task(report(place))
            for city, place in places.items() if place is not None}
    return {city: reports[city].result() if city in reports else None for city in cities}


async def find(city):
    try:
        async with asyncio.timeout(0.5):
            return await lab.service("geo").get(city)
    except TimeoutError:
        return None


async def report(place):
    async with asyncio.TaskGroup() as group:
        temperature = group.create_task(lab.service("temp").get(place))
        speed = group.create_task(lab.service("wind").get(place))
    return {"temp": temperature.result(), "wind": speed.result()}
