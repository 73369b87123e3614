# Premature optimisation: batches of ten, where nothing limits the number of calls.
import asyncio

import lab


class AsyncioSolver:
    def initialize(self, data):
        self.data = data

    async def solve(self):
        values = []
        for start in range(0, len(self.data), 10):
            batch = self.data[start:start + 10]
            values += await asyncio.gather(*(lab.service("transform").get(x) for x in batch))
        return [
            {"value": value, "index": index, "processed": True}
            for index, value in enumerate(values)]
