"""A coroutine that nobody awaits does nothing."""
import lab

kv = lab.service("kv")


async def solve(_):
    await kv.put("a", 1)
    kv.put("log", "done")
