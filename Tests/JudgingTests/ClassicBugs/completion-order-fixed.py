import asyncio
import lab

api = lab.service("api")


async def solve(_):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(api.get(x)) for x in range(4)]
    return [task.result() for task in tasks]
