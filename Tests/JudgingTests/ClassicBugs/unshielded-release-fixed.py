import asyncio
import lab

pool, kv = lab.service("pool"), lab.service("kv")


async def finish(coroutine):
    """Awaits it to the end, also when cancelled meanwhile."""
    task = asyncio.ensure_future(coroutine)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


async def job(number):
    token = await pool.acquire()
    try:
        await kv.put(f"start{number}", 1)
        await kv.put(f"work{number}", 1)
    finally:
        await finish(pool.release(token))


async def solve(_):
    async with asyncio.TaskGroup() as group:
        for number in range(3):
            group.create_task(job(number))
