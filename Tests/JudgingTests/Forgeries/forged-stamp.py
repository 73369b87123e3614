"""Makes up what the database would have said."""
import asyncio
import lab

front = lab.service("front")


async def solve(_):
    link = asyncio.get_running_loop().link
    while (arrival := await front.next()) is not None:
        await front.reply(arrival[0], [arrival[1], link.now, 12345])
