"""Writes data/ below the directory given, or below this package. Same data every time."""
import pathlib
import random
import subprocess
import sys

PACKAGE = pathlib.Path(__file__).resolve().parent.parent
REFERENCE = PACKAGE / "submissions/accepted/event_queue.py"


def build(rng, count, longest=100, needs=3, failing=0.0, zero=0.0, cycles=0, prefix="t"):
    """Targets that need earlier ones, in random order, with `cycles` needs the other way round."""
    names = [f"{prefix}{number}" for number in range(count)]
    rows = []
    for number, name in enumerate(names):
        near = max(0, number - 50)
        needed = [
            names[rng.randrange(near, number)] for _ in range(rng.randint(0, needs)) if number]
        time = 0 if rng.random() < zero else rng.randint(1, longest)
        rows.append([name, time, "fail" if rng.random() < failing else "ok", *needed])
    for _ in range(cycles):
        low = rng.randrange(count - 1)
        rows[low].append(names[rng.randrange(low + 1, min(count, low + 40))])
    rng.shuffle(rows)
    return rows


def chain(count, **kinds):
    return [
        [f"c{n}", kinds.get("time", 1), "ok", *([f"c{n - 1}"] if n else [])] for n in range(count)]


def cases():
    rng = random.Random(20250903)
    yield "sample/1", 2, [
        ["parser", 5, "ok"], ["lexer", 3, "ok"], ["docs", 4, "ok"],
        ["app", 6, "ok", "parser", "lexer"]]
    yield "sample/2", 2, [
        ["core", 2, "ok"], ["net", 3, "fail", "core"], ["server", 9, "ok", "net", "core"],
        ["tests", 1, "ok", "core"], ["egg", 1, "ok", "hen"], ["hen", 1, "ok", "egg"]]
    yield "secret/1-chain/01-empty", 1, []
    yield "secret/1-chain/02-single", 1, [["only", 7, "ok"]]
    yield "secret/1-chain/03-chain", 1, chain(100)
    yield "secret/1-chain/04-random", 1, build(rng, 60)
    yield "secret/1-chain/05-equal", 1, [[f"e{n}", 5, "ok"] for n in range(100)]
    yield "secret/1-chain/06-duplicate-needs", 1, [
        ["b", 2, "ok", "a", "a", "a"], ["a", 1, "ok"], ["c", 3, "ok", "b", "a", "b"]]
    yield "secret/1-chain/07-largest", 1, build(rng, 200, longest=1000000)
    yield "secret/2-farm/01-more-machines", 1000, build(rng, 100)
    yield "secret/2-farm/02-no-time", 3, build(rng, 100, zero=0.6, longest=5)
    yield "secret/2-farm/03-ties", 4, build(rng, 300, longest=2)
    yield "secret/2-farm/04-wide", 7, build(rng, 500, needs=1)
    yield "secret/2-farm/05-largest", 10, build(rng, 2000, needs=4)
    yield "secret/3-failures/01-single", 1, [["only", 3, "fail"]]
    yield "secret/3-failures/02-first", 2, [["c0", 1, "fail"], *chain(20)[1:]]
    yield "secret/3-failures/03-some", 3, build(rng, 200, failing=0.1)
    yield "secret/3-failures/04-late", 2, [
        ["quick", 1, "fail"], ["slow", 50, "ok"], ["both", 5, "ok", "quick", "slow"],
        ["after", 1, "ok", "both"]]
    yield "secret/3-failures/05-largest", 9, build(rng, 2000, failing=0.02, zero=0.1)
    yield "secret/4-everything/01-self", 1, [["me", 1, "ok", "me"], ["you", 2, "ok"]]
    yield "secret/4-everything/02-stuck-and-failed", 2, [
        ["bad", 1, "fail"], ["a", 1, "ok", "b", "bad"], ["b", 1, "ok", "a"], ["c", 1, "ok", "a"],
        ["d", 2, "ok", "bad"]]
    yield "secret/4-everything/03-some-cycles", 5, build(rng, 500, failing=0.05, cycles=4)
    yield "secret/4-everything/04-all-stuck", 5, [
        [f"r{n}", 1, "ok", f"r{(n + 1) % 1000}"] for n in range(1000)]
    yield "secret/4-everything/05-long-chain", 2, chain(20000)
    maximal = build(rng, 15000, needs=10, zero=0.05, longest=1000000)
    maximal += build(rng, 3000, needs=2, failing=0.01, prefix="f")
    maximal += build(rng, 2000, needs=2, cycles=30, prefix="r")
    rng.shuffle(maximal)
    yield "secret/4-everything/06-maximal", 30, maximal
    yield "secret/4-everything/07-maximal-wide", 1000, [
        [f"w{n}", rng.randint(1, 50), "ok"] for n in range(20000)]


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGE
    for name, machines, rows in cases():
        assert sum(len(row) - 3 for row in rows) <= 100000 and len(rows) <= 20000
        text = f"{len(rows)} {machines}\n" + "".join(
            " ".join(map(str, row)) + "\n" for row in rows)
        answer = subprocess.run(
            [sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
        path = target / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".in").write_text(text)
        path.with_suffix(".ans").write_text(answer.stdout)


main()
