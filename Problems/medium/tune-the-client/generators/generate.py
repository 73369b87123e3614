"""Writes data/ below the directory given, or below this package. Same data every time."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3]))
from lab_cases import MS, SECOND, Cases, seed_of

GROUPS = {
    "1-complete": {},
    "2-quick": {"makespan_us": 2 * SECOND, "requests": 400},
    "3-quicker": {"makespan_us": 800 * MS, "requests": 80},
    "4-best": {"makespan_us": 500 * MS, "requests": 40},
}


def main():
    rng = random.Random(20251041)
    cases = Cases(__file__)

    def add(name, budgets, keys=400):
        data = {f"k{number}": rng.randrange(1000) for number in range(keys)}
        cases.add(name, {
            "seed": seed_of(rng), "input": list(data),
            "services": {"api": {
                "type": "table", "data": data, "bulk": 25,
                "latency": {
                    "base_us": 40 * MS, "span_us": 20 * MS, "per_item_us": 1500,
                    "tail_probability": 0.04, "tail_us": 3 * SECOND},
                "limit": {"max": 10, "policy": "reject"}}},
            "budgets": budgets}, list(data.values()))

    add("sample/1", {})
    add("sample/2", {})
    add("secret/1-complete/00-empty", {}, keys=0)
    add("secret/1-complete/00-single", {}, keys=1)
    for group, budgets in GROUPS.items():
        for number in range(1, 5):
            add(f"secret/{group}/{number:02}-world", budgets)
    cases.write()


main()
