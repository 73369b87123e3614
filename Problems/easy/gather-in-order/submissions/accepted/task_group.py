import asyncio


async def ask(name, delay, answers, index):
    await asyncio.sleep(delay / 1000)
    answers[index] = name[::-1]


async def main():
    count = int(input())
    services = [input().split() for _ in range(count)]
    answers = ["ERROR"] * count
    async with asyncio.TaskGroup() as group:
        for index, (name, delay) in enumerate(services):
            if delay != "-1":
                group.create_task(ask(name, int(delay), answers, index))
    for (name, _), answer in zip(services, answers):
        print(name, answer)
    print("answered", sum(delay != "-1" for _, delay in services))


asyncio.run(main())
