import asyncio
import lab

front, db = lab.service("front"), lab.service("db")


async def answer(number, key):
    await front.reply(number, await db.get(key))


async def solve(_):
    async with asyncio.TaskGroup() as group:
        while (arrival := await front.next()) is not None:
            group.create_task(answer(*arrival))
