# The wrong approach: wait_for cancels the first request, whose answer was nearly there.
import asyncio

import lab


async def query(key, hedge_after):
    try:
        return await asyncio.wait_for(lab.service("r0").get(key), hedge_after)
    except (TimeoutError, lab.ServiceError):
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
