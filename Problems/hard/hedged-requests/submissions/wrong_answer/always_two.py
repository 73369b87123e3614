# The wrong approach: asks both replicas every time, which doubles what they have to do.
import asyncio

import lab


async def query(key, hedge_after):
    tasks = [asyncio.create_task(lab.service(name).get(key)) for name in ("r0", "r1")]
    try:
        for task in asyncio.as_completed(tasks):
            try:
                return await task
            except lab.ServiceError as failure:
                error = failure
        raise error
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


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
