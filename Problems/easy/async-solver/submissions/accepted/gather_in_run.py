# A plain `solve` that starts the event loop itself.
import asyncio

import lab


class AsyncioSolver:
    def initialize(self, data):
        self.data = data

    def solve(self):
        return asyncio.run(self.transform_all())

    async def transform_all(self):
        values = await asyncio.gather(*(lab.service("transform").get(x) for x in self.data))
        return [
            {"value": value, "index": index, "processed": True}
            for index, value in enumerate(values)]
