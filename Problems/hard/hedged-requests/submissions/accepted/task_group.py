# A task group that the first good answer ends.
import asyncio

import lab


class Answered(Exception):
    pass


async def query(key, hedge_after):
    answers, errors = [], []
    failed = asyncio.Event()

    async def ask(replica):
        try:
            answers.append(await lab.service(replica).get(key))
        except lab.ServiceError as error:
            errors.append(error)
            failed.set()
        else:
            raise Answered

    async def hedge():
        try:
            async with asyncio.timeout(hedge_after):
                await failed.wait()
        except TimeoutError:
            pass
        await ask("r1")

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(ask("r0"))
            group.create_task(hedge())
    except* Answered:
        pass
    if answers:
        return answers[0]
    raise errors[-1]


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
