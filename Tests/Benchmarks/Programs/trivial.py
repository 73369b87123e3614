import asyncio


async def main():
    a, b = map(int, input().split())
    await asyncio.sleep(0)
    print(a + b)


asyncio.run(main())
