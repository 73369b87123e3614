# An ignored edge case: asyncio.wait refuses an empty set.
import asyncio

import lab


class AsyncioSolver:
    def initialize(self, data):
        self.data = data

    async def transform(self, index, x):
        value = await lab.service("transform").get(x)
        return {"value": value, "index": index, "processed": True}

    async def solve(self):
        tasks = [
            asyncio.create_task(self.transform(index, x)) for index, x in enumerate(self.data)]
        done, _ = await asyncio.wait(tasks)
        return sorted((task.result() for task in done), key=lambda entry: entry["index"])
