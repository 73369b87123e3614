# The wrong approach: each call waits for the one before.
import lab


class AsyncioSolver:
    def initialize(self, data):
        self.data = data

    async def solve(self):
        result = []
        for index, x in enumerate(self.data):
            value = await lab.service("transform").get(x)
            result.append({"value": value, "index": index, "processed": True})
        return result
