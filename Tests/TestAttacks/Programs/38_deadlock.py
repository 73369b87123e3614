# Awaits what never happens.
# expect: exceeds wallTime
# verdict: ILE
import asyncio

asyncio.run(asyncio.Event().wait())
