# Memorising: bisect with a key does it in one line, but its key cannot await: the blocking client
# holds the loop.
import bisect

import lab


async def first_bad(n, p):
    return bisect.bisect_left(range(n), True, key=lab.blocking("ci").test)
