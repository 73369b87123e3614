# A fixed crew of workers, and a buffer from which results leave in the order of their numbers.
import asyncio

import lab


async def ask(operation, *arguments):
    while True:
        try:
            return await operation(*arguments)
        except lab.ServiceError as error:
            if error.code != 503:
                raise


class Pipeline:
    def __init__(self, memory):
        self.memory = memory
        self.resident = 0
        self.total = None
        self.items = asyncio.Queue()
        self.results = {}
        self.changed = asyncio.Condition()

    async def notify(self):
        async with self.changed:
            self.changed.notify_all()

    async def read(self):
        count = 0
        while True:
            async with self.changed:
                await self.changed.wait_for(lambda: self.resident < self.memory)
            self.resident += 1
            entry = await ask(lab.service("source").next)
            if entry is None:
                break
            count += 1
            self.items.put_nowait(entry)
        self.total = count
        await self.notify()

    async def work(self):
        while True:
            index, item = await self.items.get()
            try:
                result = await ask(lab.service("work").get, item)
            except lab.ServiceError:
                result = None
            self.results[index] = result
            await self.notify()

    async def deliver(self):
        index = 0
        while True:
            async with self.changed:
                await self.changed.wait_for(
                    lambda: index in self.results or index == self.total)
            if index == self.total:
                return
            await ask(lab.service("sink").put, self.results.pop(index))
            index += 1
            self.resident -= 1
            await self.notify()


async def pipeline(_, memory, workers):
    state = Pipeline(memory)
    async with asyncio.TaskGroup() as group:
        group.create_task(state.read())
        crew = [group.create_task(state.work()) for _ in range(workers)]
        await state.deliver()
        for worker in crew:
            worker.cancel()
