# Awaits what never happens.
# expect: exceeds wallTime
import asyncio

asyncio.run(asyncio.Event().wait())
