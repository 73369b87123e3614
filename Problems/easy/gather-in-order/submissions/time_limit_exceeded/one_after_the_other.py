# Waits for each service before it asks the next.
import asyncio


async def main():
    services = [input().split() for _ in range(int(input()))]
    answered = 0
    for name, delay in services:
        if delay == "-1":
            print(name, "ERROR")
            continue
        await asyncio.sleep(int(delay) / 1000)
        print(name, name[::-1])
        answered += 1
    print("answered", answered)


asyncio.run(main())
