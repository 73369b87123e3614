# An ignored edge case: takes 0 for "nothing there".
import asyncio

import lab


class AsyncioSolver:
    def initialize(self, data):
        self.data = data

    async def transform(self, index, x):
        value = await lab.service("transform").get(x) if x else 0
        return {"value": value, "index": index, "processed": True}

    async def solve(self):
        return await asyncio.gather(
            *(self.transform(index, x) for index, x in enumerate(self.data)))
