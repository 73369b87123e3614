# Lets the exception of a broken service end the program.
import asyncio


async def ask(name, delay):
    if delay < 0:
        raise ConnectionError(name)
    await asyncio.sleep(delay / 1000)
    return name[::-1]


async def main():
    services = [input().split() for _ in range(int(input()))]
    answers = await asyncio.gather(*(ask(name, int(delay)) for name, delay in services))
    for (name, _), answer in zip(services, answers):
        print(name, answer)
    print("answered", len(answers))


asyncio.run(main())
