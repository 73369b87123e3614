import asyncio
import lab

api = lab.service("api")


async def solve(_):
    slots = asyncio.Semaphore(5)

    async def get(x):
        async with slots:
            return await api.get(x)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(get(x)) for x in range(20)]
    return [task.result() for task in tasks]
