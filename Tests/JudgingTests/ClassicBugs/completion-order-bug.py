"""Results in the order in which they came, not in the order of the questions."""
import asyncio
import lab

api = lab.service("api")


async def solve(_):
    results = []

    async def get(x):
        results.append(await api.get(x))

    async with asyncio.TaskGroup() as group:
        for x in range(4):
            group.create_task(get(x))
    return results
