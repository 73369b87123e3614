import asyncio
import lab

search = lab.service("search")


async def solve(_):
    shown = latest = None

    async def typed(delay, text):
        nonlocal shown, latest
        await asyncio.sleep(delay)
        latest = text
        result = await search.get(text)
        if latest == text:
            shown = result

    async with asyncio.TaskGroup() as group:
        for delay, text in (0, "p"), (0.05, "py"), (0.1, "pyt"):
            group.create_task(typed(delay, text))
    return shown
