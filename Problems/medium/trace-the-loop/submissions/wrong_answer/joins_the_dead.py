# Waits for tasks that have ended long ago.
import collections
import heapq
import sys


class Request:
    def __init__(self, *what):
        self.what = what

    def __await__(self):
        yield self.what


class Loop:
    def __init__(self):
        self.time = 0
        self.ready = collections.deque()
        self.timers = []
        self.order = 0
        self.waiting = collections.defaultdict(list)
        self.ended = set()
        self.lines = []

    async def perform(self, name, operations):
        for operation in operations:
            kind, _, argument = operation.partition(":")
            if kind == "say":
                self.lines.append(f"{self.time} {name} {argument}")
            elif kind == "sleep":
                await Request("sleep", int(argument))
            else:
                await Request("join", argument)

    def run(self, tasks):
        for name, operations in tasks:
            self.ready.append((name, self.perform(name, operations)))
        while self.ready or self.timers:
            if not self.ready:
                self.time = self.timers[0][0]
                while self.timers and self.timers[0][0] == self.time:
                    self.ready.append(heapq.heappop(self.timers)[2])
            task = self.ready.popleft()
            name, coroutine = task
            try:
                kind, argument = coroutine.send(None)
            except StopIteration:
                self.ended.add(name)
                self.ready.extend(self.waiting.pop(name, ()))
                continue
            if kind == "join":
                self.waiting[argument].append(task)
            elif argument == 0:
                self.ready.append(task)
            else:
                self.order += 1
                heapq.heappush(self.timers, (self.time + argument, self.order, task))


def main():
    rows = [line.split() for line in sys.stdin.read().splitlines()[1:]]
    tasks = [(name, operations) for name, *operations in rows]
    loop = Loop()
    loop.run(tasks)
    stuck = [name for name, _ in tasks if name not in loop.ended]
    loop.lines.append(" ".join(["deadlock", *stuck]) if stuck else f"end {loop.time}")
    print("\n".join(loop.lines))


main()
