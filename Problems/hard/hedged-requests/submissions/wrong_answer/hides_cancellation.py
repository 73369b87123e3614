# Thin testing: catches CancelledError with everything else, and goes on.
import asyncio

import lab


async def query(key, hedge_after):
    primary = asyncio.create_task(lab.service("r0").get(key))
    backup = None
    try:
        done, _ = await asyncio.wait([primary], timeout=hedge_after)
        if done and primary.exception() is None:
            return primary.result()
        backup = asyncio.create_task(lab.service("r1").get(key))
        pending = {task for task in (primary, backup) if not task.done()}
        while pending:
            done, pending = await asyncio.wait(
                pending, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                error = task.exception()
                if error is None:
                    return task.result()
        raise error
    except BaseException as failure:
        if isinstance(failure, lab.ServiceError):
            raise
        return None
    finally:
        for task in (primary, backup):
            if task is not None:
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
