import asyncio

import lab


class AsyncioSolver:
    def initialize(self, data):
        self.data = list(data)

    async def transform(self, index, x):
        value = await lab.service("transform").get(x)
        return {"value": value, "index": index, "processed": True}

    async def solve(self):
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self.transform(index, x)) for index, x in enumerate(self.data)]
        return [task.result() for task in tasks]
