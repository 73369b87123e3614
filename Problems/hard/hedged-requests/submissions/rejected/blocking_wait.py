# The wrong approach: time.sleep until the hedge holds up every other query.
import asyncio
import time

import lab


async def query(key, hedge_after):
    primary = asyncio.create_task(lab.service("r0").get(key))
    tasks = [primary]
    try:
        await asyncio.sleep(0)
        time.sleep(hedge_after)
        await asyncio.sleep(0)
        if primary.done() and primary.exception() is None:
            return primary.result()
        tasks.append(asyncio.create_task(lab.service("r1").get(key)))
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
