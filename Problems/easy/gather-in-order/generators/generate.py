"""Writes data/ below the directory given, or below this package. Same data every time."""
import pathlib
import random
import subprocess
import sys

PACKAGE = pathlib.Path(__file__).resolve().parent.parent
REFERENCE = PACKAGE / "submissions/accepted/gather.py"


def word(rng, low=3, high=10):
    return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(low, high)))


def services(rng, count, delays=(1, 200), broken=0.0):
    return [
        (word(rng), -1 if rng.random() < broken else rng.randint(*delays)) for _ in range(count)]


def cases():
    rng = random.Random(20250901)
    yield "sample/1", [("weather", 120), ("news", 40), ("stocks", 80)]
    yield "sample/2", [("mail", 10), ("chat", -1), ("mail", 5)]
    yield "secret/01-empty", []
    yield "secret/02-single", [("solo", 10)]
    yield "secret/03-single-broken", [("broken", -1)]
    yield "secret/04-no-delay", [("now", 0), ("later", 1), ("now", 0)]
    yield "secret/05-slowest-first", [(word(rng), delay) for delay in range(200, 0, -10)]
    yield "secret/06-duplicates", [("same", rng.randint(1, 50)) for _ in range(30)]
    yield "secret/07-all-broken", [(word(rng), -1) for _ in range(20)]
    yield "secret/08-some-broken", services(rng, 60, broken=0.3)
    yield "secret/09-palindromes", [("level", 30), ("noon", 20), ("a", 10), ("kayak", 5)]
    yield "secret/10-first-broken", [("first", -1)] + services(rng, 40)
    yield "secret/11-last-broken", services(rng, 40) + [("last", -1)]
    yield "secret/12-hundreds", services(rng, 500, broken=0.1)
    yield "secret/13-maximal", services(rng, 5000, broken=0.05)
    yield "secret/14-maximal-equal", [("z" * 20, 200)] * 5000


def main():
    target = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGE
    for name, rows in cases():
        text = f"{len(rows)}\n" + "".join(f"{service} {delay}\n" for service, delay in rows)
        answer = subprocess.run(
            [sys.executable, REFERENCE], input=text, capture_output=True, text=True, check=True)
        path = target / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".in").write_text(text)
        path.with_suffix(".ans").write_text(answer.stdout)


main()
