"""Writes data/ below the directory given, or below this package. Same data every time."""
import pathlib
import random
import subprocess
import sys

PACKAGE = pathlib.Path(__file__).resolve().parent.parent
REFERENCE = PACKAGE / "submissions/accepted/coroutines.py"


def randomly(rng, count, operations, longest=50, zero=0.1, deadlocks=False):
    names = [f"t{number}" for number in range(count)]
    rng.shuffle(names)
    tasks = []
    for index, name in enumerate(names):
        row = [name]
        for _ in range(rng.randint(0, operations)):
            kind = rng.choice(["say", "say", "sleep", "sleep", "join"])
            if kind == "say":
                row.append("say:" + rng.choice(["ping", "pong", "red", "green", "blue"]))
            elif kind == "sleep":
                row.append(f"sleep:{0 if rng.random() < zero else rng.randint(1, longest)}")
            elif deadlocks:
                row.append("join:" + rng.choice(names))
            elif index:  # only earlier ones: there is always an order in which all can end
                row.append("join:" + names[rng.randrange(index)])
        tasks.append(row)
    return tasks


def cases():
    rng = random.Random(20250902)
    yield "sample/1", [
        ["a", "say:hello", "sleep:10", "say:again"],
        ["b", "sleep:5", "say:between", "join:a", "say:after"]]
    yield "sample/2", [
        ["left", "join:right", "say:never"], ["right", "say:hi", "join:left"], ["other", "sleep:3"]]
    yield "secret/01-empty", []
    yield "secret/02-single", [["only", "say:one", "sleep:7", "say:two"]]
    yield "secret/03-no-operations", [["a"], ["b", "join:a", "say:x"], ["c"]]
    yield "secret/04-joins-itself", [["self", "say:in", "join:self", "say:out"]]
    yield "secret/05-same-instant", [
        [name, f"sleep:{delay}", "say:a", f"sleep:{20 - delay}", "say:b"]
        for name, delay in [("z", 10), ("y", 5), ("x", 10), ("w", 5), ("v", 15), ("u", 10)]]
    yield "secret/06-zero-sleeps", [
        [f"t{n}"] + ["say:go", "sleep:0"] * (6 - n) for n in range(6)]
    yield "secret/07-duplicates", [
        [f"t{n}", "say:same", "sleep:4", "say:same", "sleep:4", "say:same"] for n in range(20)]
    yield "secret/08-join-ended", [
        ["quick", "say:done"], ["late", "sleep:9", "join:quick", "say:late", "join:quick", "say:x"]]
    yield "secret/09-many-waiters", [["gate", "sleep:100"]] + [
        [f"w{n}", f"sleep:{(n * 7) % 13}", "join:gate", "say:through"] for n in range(40)]
    yield "secret/10-random", randomly(rng, 40, 8)
    yield "secret/11-random-ties", randomly(rng, 200, 10, longest=3, zero=0.3)
    yield "secret/12-deadlocks", randomly(rng, 100, 5, deadlocks=True)
    yield "secret/13-long-sleeps", [
        [f"t{n}", f"sleep:{10**9 - n}", "say:morning", f"sleep:{10**9}"] for n in range(50)]
    yield "secret/14-chain", [["t0", "sleep:1"]] + [
        [f"t{n}", f"join:t{n - 1}", "sleep:0"] for n in range(1, 20000)]
    yield "secret/15-chain-backwards", [
        [f"t{n}", f"join:t{n + 1}"] for n in range(19999)] + [["t19999", "say:last"]]
    yield "secret/16-maximal", randomly(rng, 20000, 9, longest=1000)


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGE
    for name, tasks in cases():
        assert sum(len(task) - 1 for task in tasks) <= 100000 and len(tasks) <= 20000
        text = f"{len(tasks)}\n" + "".join(" ".join(task) + "\n" for task in tasks)
        answer = subprocess.run(
            [sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
        path = target / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".in").write_text(text)
        path.with_suffix(".ans").write_text(answer.stdout)


main()
