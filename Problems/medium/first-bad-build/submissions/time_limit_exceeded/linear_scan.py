# The wrong approach: one build after the other.
import lab


async def first_bad(n, p):
    for build in range(n):
        if await lab.service("ci").test(build):
            return build
    return n
