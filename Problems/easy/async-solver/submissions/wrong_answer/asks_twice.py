# Thin testing: asks every item again to be sure, which the answer does not show.
import asyncio

import lab


class AsyncioSolver:
    def initialize(self, data):
        self.data = data

    async def transform(self, index, x):
        first, second = await asyncio.gather(
            lab.service("transform").get(x), lab.service("transform").get(x))
        assert first == second
        return {"value": first, "index": index, "processed": True}

    async def solve(self):
        return await asyncio.gather(
            *(self.transform(index, x) for index, x in enumerate(self.data)))
