# Looks at every target at every moment.
import sys

lines = sys.stdin.read().splitlines()
count, machines = map(int, lines[0].split())
rows = {row[0]: row for row in (line.split() for line in lines[1:count + 1])}
state = {name: None for name in rows}
ends = {}
bad = set()
# Longest chains, by looking again until nothing changes.
able = set()
while True:
    new = {name for name in rows if name not in able and all(o in able for o in rows[name][3:])}
    if not new:
        break
    able |= new
chain = {name: int(rows[name][1]) for name in able}
while True:
    changed = False
    for name in able:
        for other in set(rows[name][3:]):
            length = int(rows[other][1]) + chain[name]
            if chain[other] < length:
                chain[other] = length
                changed = True
    if not changed:
        break
now = last = 0
place = {name: number for number, name in enumerate(rows)}
done = set()
while True:
    while True:
        skipped = [n for n in able if state[n] is None and any(o in bad for o in rows[n][3:])
                   and all(o in done or state[o] == "skipped" for o in rows[n][3:])]
        if not skipped:
            break
        for name in skipped:
            state[name] = "skipped"
            bad.add(name)
    ready = [n for n in able if state[n] is None and all(o in done for o in rows[n][3:])]
    ready.sort(key=lambda n: (-chain[n], place[n]))
    for name in ready[:machines]:
        machines -= 1
        ends[name] = now + int(rows[name][1])
        state[name] = f"{now} {ends[name]}"
    if not ends:
        break
    now = last = min(ends.values())
    for name in [n for n in ends if ends[n] == now]:
        del ends[name]
        machines += 1
        done.add(name)
        if rows[name][2] == "fail":
            bad.add(name)
for name in rows:
    print(name, state[name] or "stuck")
print("makespan", last)
