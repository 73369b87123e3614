# Starts a target before the others that end at that moment have ended.
import heapq
import sys


def main():
    lines = sys.stdin.read().splitlines()
    count, machines = map(int, lines[0].split())
    rows = [line.split() for line in lines[1:count + 1]]
    index = {row[0]: number for number, row in enumerate(rows)}
    times = [int(row[1]) for row in rows]
    fails = [row[2] == "fail" for row in rows]
    needs = [[index[name] for name in row[3:]] for row in rows]
    users = [[] for _ in rows]
    for number, needed in enumerate(needs):
        for other in needed:
            users[other].append(number)

    missing = [len(needed) for needed in needs]
    order = [number for number in range(count) if missing[number] == 0]
    for number in order:
        for user in users[number]:
            missing[user] -= 1
            if missing[user] == 0:
                order.append(user)
    reachable = set(order)
    urgency = [0] * count
    for number in reversed(order):
        urgency[number] = times[number] + max(
            (urgency[user] for user in users[number] if user in reachable), default=0)

    missing = [len(needed) for needed in needs]
    result = ["stuck"] * count
    ready = [(-urgency[number], number) for number in range(count) if missing[number] == 0]
    heapq.heapify(ready)
    running = []
    skipped = set()
    now = 0
    while ready or running:
        while ready and machines:
            _, number = heapq.heappop(ready)
            machines -= 1
            heapq.heappush(running, (now + times[number], number))
            result[number] = f"{now} {now + times[number]}"
        now = running[0][0]
        if running:
            _, number = heapq.heappop(running)
            machines += 1
            finished = [(number, fails[number])]
            while finished:
                number, bad = finished.pop()
                for user in users[number]:
                    missing[user] -= 1
                    if bad:
                        skipped.add(user)
                    if missing[user] == 0:
                        if user in skipped:
                            result[user] = "skipped"
                            finished.append((user, True))
                        else:
                            heapq.heappush(ready, (-urgency[user], user))
    for row, text in zip(rows, result):
        print(row[0], text)
    print("makespan", now)


main()
