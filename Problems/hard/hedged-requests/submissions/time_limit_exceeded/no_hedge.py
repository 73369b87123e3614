# The wrong approach: asks the second replica only when the first one has failed.
import asyncio

import lab


async def query(key, hedge_after):
    try:
        return await lab.service("r0").get(key)
    except lab.ServiceError:
        return await lab.service("r1").get(key)


async def serve(_, hedge_after):
    front = lab.service("front")

    async def answer(number, key, patience):
        try:
            async with asyncio.timeout(patience):
                value = await query(key, hedge_after)
        except TimeoutError:
            value = None
        except lab.ServiceError as error:
            value = {"error": error.code}
        await front.reply(number, value)

    async with asyncio.TaskGroup() as group:
        while (arrival := await front.next()) is not None:
            number, (key, patience) = arrival
            group.create_task(answer(number, key, patience))
