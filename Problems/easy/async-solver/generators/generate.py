"""Writes data/ below the directory given, or below this package. Same data every time."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3]))
from lab_cases import MS, Cases, affine, affine_answer, seed_of

LATENCY = {"base_us": 20 * MS, "span_us": 80 * MS, "low_us": 2 * MS, "high_us": 400 * MS}


def main():
    rng = random.Random(20251011)
    cases = Cases(__file__)

    def add(name, data, service=None, budgets=None, campaign=None):
        service = service or affine(rng, latency=LATENCY)
        scenario = {
            "seed": seed_of(rng), "input": data, "services": {"transform": service},
            "budgets": {"requests": len(data), **(budgets or {})}}
        if campaign:
            scenario["campaign"] = campaign
        cases.add(name, scenario, [
            {"value": affine_answer(service, x), "index": index, "processed": True}
            for index, x in enumerate(data)])

    together = {"makespan_us": 100 * MS + 10}
    small = {"type": "affine", "a": 7, "b": 1, "m": 1_000_003, "latency": LATENCY}
    add("sample/1", [3, 1, 2], small, together)
    add("sample/2", [5, 5], None, together)
    add("secret/1-basic/01-three", [3, 1, 2])
    add("secret/1-basic/02-ten", [rng.randrange(1000) for _ in range(10)])
    add("secret/1-basic/03-large-numbers", [rng.randrange(10**6) for _ in range(5)])
    add("secret/2-edges/01-empty", [])
    add("secret/2-edges/02-single", [7])
    add("secret/2-edges/03-duplicates", [5, 5, 5, 1, 5])
    add("secret/2-edges/04-zero-and-negative", [0, -1, 0, -1000000, 1000000])
    add("secret/2-edges/05-all-equal", [42] * 30)
    add("secret/3-speed/01-two", [1, 2], None, together)
    add("secret/3-speed/02-hundred", [rng.randrange(1000) for _ in range(100)], None, together)
    add("secret/3-speed/03-maximal", [rng.randrange(10**6) for _ in range(1000)], None, together)
    add("secret/4-schedules/01-three", [3, 1, 2], campaign={"schedules": 6, "cancels": 2})
    add("secret/4-schedules/02-duplicates", [4, 4, 8, 4, 8], campaign={"schedules": 10})
    add("secret/4-schedules/03-twenty", list(range(20)), campaign={"schedules": 6, "cancels": 4})
    for size in (8, 16, 32, 64, 128, 256):
        add(f"complexity/{size}", [rng.randrange(10**6) for _ in range(size)])
    cases.write()


main()
