# An ignored edge case: waits for a good answer, and for ever when both replicas fail.
import asyncio

import lab


async def query(key, hedge_after):
    answer = asyncio.get_running_loop().create_future()
    failed = asyncio.Event()

    async def ask(replica):
        try:
            value = await lab.service(replica).get(key)
        except lab.ServiceError:
            failed.set()
            return
        if not answer.done():
            answer.set_result(value)

    async def hedge():
        try:
            async with asyncio.timeout(hedge_after):
                await failed.wait()
        except TimeoutError:
            pass
        await ask("r1")

    tasks = [asyncio.create_task(ask("r0")), asyncio.create_task(hedge())]
    try:
        return await answer
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
