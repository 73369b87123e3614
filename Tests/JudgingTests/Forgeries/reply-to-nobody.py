"""Has answered before anybody comes."""
import lab

front, db = lab.service("front"), lab.service("db")


async def solve(_):
    for number, key in enumerate("aaab"):
        await front.reply(number, await db.get(key))
