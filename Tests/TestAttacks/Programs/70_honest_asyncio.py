# Nothing: an honest program that uses much of what the others misuse.
# expect: exit 0, prints 101 45 signal
# verdict: AC
import asyncio
import os
import signal


async def worker(queue, results):
    while (item := await queue.get()) is not None:
        await asyncio.sleep(0)
        results.append(item * item)


async def main():
    queue, results = asyncio.Queue(), []
    workers = [asyncio.create_task(worker(queue, results)) for _ in range(4)]
    for item in [*range(100), None, None, None, None]:
        await queue.put(item)
    await asyncio.gather(*workers)
    loop = asyncio.get_running_loop()
    total = await loop.run_in_executor(None, sum, range(10))
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(60)
    except TimeoutError:
        results.append("timeout")
    signalled = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, signalled.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await signalled.wait()
    print(len(results), total, "signal")


asyncio.run(main())
