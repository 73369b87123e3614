# An ignored edge case: a first replica that fails at once is waited for all the same.
import asyncio

import lab


async def query(key, hedge_after):
    pending = {asyncio.create_task(lab.service("r0").get(key))}
    tasks = list(pending)
    try:
        done, _ = await asyncio.wait(pending, timeout=hedge_after)
        if not done or tasks[0].exception() is not None:
            if done:
                await asyncio.sleep(hedge_after)
            tasks.append(asyncio.create_task(lab.service("r1").get(key)))
            pending = {task for task in tasks if not task.done()}
        else:
            return tasks[0].result()
        while pending:
            done, pending = await asyncio.wait(
                pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                error = task.exception()
                if error is None:
                    return task.result()
        raise error
    finally:
        for task in tasks:
            task.cancel()


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
