"""asyncio holds tasks weakly: one that nobody else holds may disappear before it has run."""
import asyncio
import lab

kv = lab.service("kv")


async def audit():
    await kv.get("user")
    await kv.put("audit", 1)


async def solve(_):
    asyncio.create_task(audit())
    await kv.put("a", 1)
    await asyncio.sleep(0.6)
    await kv.put("b", 2)
