"""Something at once for the clock, the value later."""
import lab

front, db = lab.service("front"), lab.service("db")


async def solve(_):
    while (arrival := await front.next()) is not None:
        number, key = arrival
        await front.reply(number, [key, 0, 0])
        await front.reply(number, await db.get(key))
