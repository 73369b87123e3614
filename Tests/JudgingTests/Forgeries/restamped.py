"""A value that was read long ago, with the time of today."""
import asyncio
import lab

front, db = lab.service("front"), lab.service("db")


async def solve(_):
    link = asyncio.get_running_loop().link
    known = {}
    while (arrival := await front.next()) is not None:
        number, key = arrival
        if key not in known:
            known[key] = await db.get(key)
        await front.reply(number, [key, link.now, known[key][2]])
