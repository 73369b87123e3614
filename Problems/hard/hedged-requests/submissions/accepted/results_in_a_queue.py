# Each replica puts what came of it into a queue: no set of tasks to look through.
import asyncio

import lab


async def query(key, hedge_after):
    results = asyncio.Queue()

    async def ask(replica):
        try:
            results.put_nowait((await lab.service(replica).get(key), None))
        except lab.ServiceError as error:
            results.put_nowait((None, error))

    tasks = [asyncio.create_task(ask("r0"))]
    try:
        unanswered = 2
        try:
            async with asyncio.timeout(hedge_after):
                value, error = await results.get()
            if error is None:
                return value
            unanswered = 1
        except TimeoutError:
            pass
        tasks.append(asyncio.create_task(ask("r1")))
        for _ in range(unanswered):
            value, error = await results.get()
            if error is None:
                return value
        raise error
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


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
