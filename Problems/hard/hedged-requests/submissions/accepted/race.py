import asyncio

import lab


async def query(key, hedge_after):
    tasks = [asyncio.create_task(lab.service("r0").get(key))]
    pending = set(tasks)
    try:
        done, pending = await asyncio.wait(pending, timeout=hedge_after)
        if done and tasks[0].exception() is None:
            return tasks[0].result()
        tasks.append(asyncio.create_task(lab.service("r1").get(key)))
        pending.add(tasks[1])
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
        # Only these: for tasks that are done gather takes a turn of the loop before Python 3.12.
        await asyncio.gather(*pending, return_exceptions=True)


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
