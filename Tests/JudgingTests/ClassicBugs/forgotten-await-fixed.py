import lab

kv = lab.service("kv")


async def solve(_):
    await kv.put("a", 1)
    await kv.put("log", "done")
