# An ignored edge case: a failure in a TaskGroup is an ExceptionGroup, and ends the other one.
import asyncio

import lab


class Answered(Exception):
    pass


async def query(key, hedge_after):
    answers = []

    async def ask(replica, delay):
        await asyncio.sleep(delay)
        answers.append(await lab.service(replica).get(key))
        raise Answered

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(ask("r0", 0))
            group.create_task(ask("r1", hedge_after))
    except* Answered:
        pass
    return answers[0]


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
