# The wrong approach: the blocking client holds the event loop, gather or not.
import asyncio

import lab


class AsyncioSolver:
    def initialize(self, data):
        self.data = data

    async def transform(self, index, x):
        return {"value": lab.blocking("transform").get(x), "index": index, "processed": True}

    async def solve(self):
        return await asyncio.gather(
            *(self.transform(index, x) for index, x in enumerate(self.data)))
