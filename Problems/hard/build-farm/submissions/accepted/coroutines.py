# Each target is a task that waits for those it needs and then for a machine.
import asyncio
import heapq
import sys


class Farm:
    """Machines, handed out to the most urgent, and a clock that jumps when nothing is ready."""

    def __init__(self, machines):
        self.free = machines
        self.now = 0
        self.waiting = []
        self.running = []

    async def build(self, time, urgency, number):
        machine = asyncio.get_running_loop().create_future()
        heapq.heappush(self.waiting, (-urgency, number, time, machine))
        return await machine

    async def run(self):
        while True:
            # Let every task that can go on reach its next wait: two turns for a woken one.
            while len(asyncio.get_running_loop()._ready) > 0:
                await asyncio.sleep(0)
            while self.waiting and self.free:
                _, number, time, machine = heapq.heappop(self.waiting)
                self.free -= 1
                heapq.heappush(self.running, (self.now + time, number, self.now, machine))
            if not self.running:
                return
            self.now = self.running[0][0]
            while self.running and self.running[0][0] == self.now:
                end, _, start, machine = heapq.heappop(self.running)
                self.free += 1
                machine.set_result((start, end))


async def main():
    lines = sys.stdin.read().splitlines()
    count, machines = map(int, lines[0].split())
    rows = [line.split() for line in lines[1:count + 1]]
    index = {row[0]: number for number, row in enumerate(rows)}
    needs = [[index[name] for name in set(row[3:])] for row in rows]
    users = [[] for _ in rows]
    for number, needed in enumerate(needs):
        for other in needed:
            users[other].append(number)
    missing = [len(needed) for needed in needs]
    order = [number for number in range(count) if not missing[number]]
    for number in order:
        for user in users[number]:
            missing[user] -= 1
            if not missing[user]:
                order.append(user)
    urgency = [0] * count
    for number in reversed(order):
        urgency[number] = int(rows[number][1]) + max(
            (urgency[user] for user in users[number] if not missing[user]), default=0)

    farm = Farm(machines)
    done = [asyncio.get_running_loop().create_future() for _ in rows]
    result = ["stuck"] * count

    async def target(number):
        good = True
        for other in needs[number]:
            good = await done[other] and good
        if not good:
            result[number] = "skipped"
        else:
            start, end = await farm.build(int(rows[number][1]), urgency[number], number)
            result[number] = f"{start} {end}"
        done[number].set_result(good and rows[number][2] == "ok")

    tasks = [asyncio.create_task(target(number)) for number in order]
    await farm.run()
    for row, text in zip(rows, result):
        print(row[0], text)
    print("makespan", farm.now)
    await asyncio.gather(*tasks)


asyncio.run(main())
