"""No forgery: what honest slowness gets."""
import lab


async def solve(keys):
    return [await lab.service("db").get(key) for key in keys]
