import asyncio
import lab

api = lab.service("api")


async def solve(_):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(api.get(x)) for x in range(6)]
    except* lab.ServiceError:
        pass
    results = [None if task.cancelled() or task.exception() else task.result() for task in tasks]
    return "failed" if None in results else results
