# An ignored edge case: takes 0, "" and [] for "no answer".
import asyncio

import lab


async def query(key, hedge_after):
    async def ask(replica):
        try:
            return await lab.service(replica).get(key)
        except lab.ServiceError as error:
            errors.append(error)

    errors = []
    pending = {asyncio.create_task(ask("r0"))}
    tasks = list(pending)
    try:
        done, pending = await asyncio.wait(pending, timeout=hedge_after)
        if done and tasks[0].result():
            return tasks[0].result()
        tasks.append(asyncio.create_task(ask("r1")))
        pending.add(tasks[1])
        while pending:
            done, pending = await asyncio.wait(
                pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                if task.result():
                    return task.result()
        raise errors[-1] if errors else lab.ServiceError({"code": 404})
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
