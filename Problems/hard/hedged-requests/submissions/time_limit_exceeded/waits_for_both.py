# Premature optimisation: gather() for both replicas is short, and as slow as the slower one.
import asyncio

import lab


async def query(key, hedge_after):
    primary = asyncio.create_task(lab.service("r0").get(key))
    try:
        done, _ = await asyncio.wait([primary], timeout=hedge_after)
        if done and primary.exception() is None:
            return primary.result()
        first, second = await asyncio.gather(
            primary, lab.service("r1").get(key), return_exceptions=True)
    finally:
        primary.cancel()
    if not isinstance(first, lab.ServiceError):
        return first
    if not isinstance(second, lab.ServiceError):
        return second
    raise second


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
