# The wrong approach: results in the order in which the calls end.
import asyncio

import lab


class AsyncioSolver:
    def initialize(self, data):
        self.data = data

    async def solve(self):
        result = []

        async def transform(index, x):
            value = await lab.service("transform").get(x)
            result.append({"value": value, "index": index, "processed": True})

        await asyncio.gather(*(transform(index, x) for index, x in enumerate(self.data)))
        return result
