"""Five at a time, and a pause in which they are assumed to finish."""
import asyncio
import lab

api = lab.service("api")


async def solve(_):
    tasks = []
    async with asyncio.TaskGroup() as group:
        for start in range(0, 20, 5):
            tasks += [group.create_task(api.get(x)) for x in range(start, start + 5)]
            await asyncio.sleep(0.05)
    return [task.result() for task in tasks]
