# Prints the answers as they come, not in the order of the input.
import asyncio


async def ask(name, delay):
    if delay < 0:
        return name, "ERROR"
    await asyncio.sleep(delay / 1000)
    return name, name[::-1]


async def main():
    services = [input().split() for _ in range(int(input()))]
    answered = 0
    for asked in asyncio.as_completed([ask(name, int(delay)) for name, delay in services]):
        name, answer = await asked
        answered += answer != "ERROR"
        print(name, answer)
    print("answered", answered)


asyncio.run(main())
