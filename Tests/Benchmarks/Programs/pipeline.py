"""What a good student hands in for a problem of the middle set: a pipeline of workers over queues,
with retries, a limit on what is in flight, and a summary in the order of the input."""

import asyncio
import heapq
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count


@dataclass(order=True)
class Job:
    priority: int
    number: int
    name: str = field(compare=False)
    attempts: int = field(default=0, compare=False)
    history: list = field(default_factory=list, compare=False)


class Flaky(Exception):
    """A service that fails at first."""


@lru_cache(maxsize=None)
def checksum(name: str) -> int:
    value = 0
    for character in name:
        value = (value * 31 + ord(character)) % 1_000_003
    return value


class Backlog:
    """Jobs by priority, those of equal priority in the order of their arrival."""

    def __init__(self):
        self.heap = []
        self.arrival = asyncio.Condition()
        self.open = True

    async def put(self, job):
        async with self.arrival:
            heapq.heappush(self.heap, job)
            self.arrival.notify()

    async def get(self):
        async with self.arrival:
            await self.arrival.wait_for(lambda: self.heap or not self.open)
            return heapq.heappop(self.heap) if self.heap else None

    async def close(self):
        async with self.arrival:
            self.open = False
            self.arrival.notify_all()


class Pipeline:
    def __init__(self, workers: int, in_flight: int):
        self.workers = workers
        self.limit = asyncio.Semaphore(in_flight)
        self.backlog = Backlog()
        self.results = {}
        self.outcomes = Counter()
        self.by_worker = defaultdict(list)
        self.left = 0

    async def ask(self, job: Job) -> int:
        async with self.limit:
            await asyncio.sleep(0)
            job.attempts += 1
            if checksum(job.name) % 3 >= job.attempts:
                raise Flaky(f"{job.name} failed at attempt {job.attempts}")
            return checksum(job.name) ^ job.priority

    async def work(self, number: int):
        while (job := await self.backlog.get()) is not None:
            try:
                self.results[job.number] = await asyncio.wait_for(self.ask(job), 5)
                self.outcomes["done"] += 1
                self.by_worker[number].append(job.name)
            except Flaky as error:
                job.history.append(str(error))
                self.outcomes["again"] += 1
                await self.backlog.put(job)
                continue
            self.left -= 1
            if self.left == 0:
                await self.backlog.close()

    async def run(self, names):
        numbers = count()
        self.left = len(names)
        for name in names:
            await self.backlog.put(Job(len(name) % 4, next(numbers), name))
        async with asyncio.TaskGroup() as group:
            for number in range(self.workers):
                group.create_task(self.work(number))
        return [self.results[number] for number in range(len(names))]


async def main():
    workers, in_flight = map(int, sys.stdin.readline().split())
    names = sys.stdin.read().split()
    pipeline = Pipeline(workers, in_flight)
    for name, result in zip(names, await pipeline.run(names)):
        print(f"{name}: {result}")
    print(dict(sorted(pipeline.outcomes.items())))


if __name__ == "__main__":
    asyncio.run(main())
