# Keeps the answers in a dictionary by name: a service that occurs twice is shown once.
import asyncio


async def ask(name, delay, answers):
    if delay < 0:
        answers[name] = "ERROR"
        return
    await asyncio.sleep(delay / 1000)
    answers[name] = name[::-1]


async def main():
    services = [input().split() for _ in range(int(input()))]
    answers = {name: None for name, _ in services}
    await asyncio.gather(*(ask(name, int(delay), answers) for name, delay in services))
    for name, answer in answers.items():
        print(name, answer)
    print("answered", sum(answer != "ERROR" for answer in answers.values()))


asyncio.run(main())
