# An ignored edge case: looks the index up, which is the first one for equal items.
import asyncio

import lab


class AsyncioSolver:
    def initialize(self, data):
        self.data = data

    async def transform(self, x):
        value = await lab.service("transform").get(x)
        return {"value": value, "index": self.data.index(x), "processed": True}

    async def solve(self):
        return await asyncio.gather(*(self.transform(x) for x in self.data))
