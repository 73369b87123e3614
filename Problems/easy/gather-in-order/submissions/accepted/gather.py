import asyncio
import sys


async def ask(name, delay):
    if delay < 0:
        raise ConnectionError(name)
    await asyncio.sleep(delay / 1000)
    return name[::-1]


async def main():
    services = [line.split() for line in sys.stdin.read().splitlines()[1:]]
    answers = await asyncio.gather(
        *(ask(name, int(delay)) for name, delay in services), return_exceptions=True)
    answered = 0
    for (name, _), answer in zip(services, answers):
        if isinstance(answer, Exception):
            print(name, "ERROR")
        else:
            print(name, answer)
            answered += 1
    print("answered", answered)


asyncio.run(main())
