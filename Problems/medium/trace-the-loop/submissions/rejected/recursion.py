# Runs a joined task inside the one that joins it: a long chain is too deep.
import sys

rows = {name: operations for name, *operations in
        (line.split() for line in sys.stdin.read().splitlines()[1:])}
ended = set()
time = 0


def perform(name):
    global time
    if name in ended:
        return
    for operation in rows[name]:
        kind, _, argument = operation.partition(":")
        if kind == "say":
            print(time, name, argument)
        elif kind == "sleep":
            time += int(argument)
        else:
            perform(argument)
    ended.add(name)


for name in rows:
    perform(name)
print("end", time)
