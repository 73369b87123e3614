"""Writes data/ below the directory given, or below this package. Same data every time."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3]))
from lab_cases import MS, SECOND, Cases, seed_of

PROBE_US = 100 * MS
SCHEDULES = {"low_us": 10 * MS, "high_us": 300 * MS}
LATENCY = {"base_us": PROBE_US, **SCHEDULES}
# Where one probe fails, others must still be running.
UNEVEN = {"base_us": 10 * MS, "span_us": 290 * MS, **SCHEDULES}
N_MAX = 10**9
P_MAX = 99


def rounds(n, p):
    """The fewest rounds of p probes that tell n + 1 answers apart."""
    count, answers = 0, 1
    while answers < n + 1:
        answers *= p + 1
        count += 1
    return count


def main():
    rng = random.Random(20251103)
    cases = Cases(__file__)

    def add(name, n, p, first, budgets, campaign=None):
        has_faults = campaign is not None and "faults" in campaign
        assert 0 <= first <= n <= N_MAX and 1 <= p <= P_MAX, name
        scenario = {
            "seed": seed_of(rng), "input": n, "parameters": {"p": p},
            "services": {"ci": {
                "type": "probe", "first": first, "latency": UNEVEN if has_faults else LATENCY,
                "limit": {"max": p, "policy": "violate"}}},
            "budgets": budgets, "virtual_time_limit_us": 60 * SECOND}
        if campaign:
            scenario["campaign"] = campaign
        cases.add(name, scenario, first)

    def add_rounds(name, n, p, first):
        count = rounds(n, p)
        add(name, n, p, first, {"requests": count * p, "makespan_us": count * PROBE_US + 10})

    add_rounds("sample/1", 8, 2, 5)
    add_rounds("sample/2", 4, 1, 4)

    for number, (label, n, p, first) in enumerate([
            ("ten", 10, 3, 6), ("one-at-a-time", 20, 1, 13), ("edge-none", 0, 3, 0),
            ("edge-one-bad", 1, 1, 0), ("edge-one-good", 1, 4, 1), ("edge-all-bad", 10, 3, 0),
            ("edge-all-good", 10, 3, 10), ("edge-last-bad", 10, 3, 9),
            ("duplicates-three-builds", 3, 50, 1), ("duplicates-two-builds", 2, P_MAX, 2),
            ("boundary-as-many-probes", 7, 7, 5), ("boundary-one-probe-less", 7, 6, 6),
            ("boundary-one-probe-more", 7, 8, 7), ("max", 64, 2, 37), ("max-alone", 64, 1, 64),
            ("max-wide", 64, P_MAX, 64)], 1):
        add(f"secret/1-n-probes/{number:02}-{label}", n, p, first, {"requests": n})

    for number, (label, n, first) in enumerate([
            ("thousand", 1000, 617), ("edge-none", 0, 0), ("edge-one-bad", 1, 0),
            ("edge-one-good", 1, 1), ("edge-first", 1000, 0), ("edge-all-good", 1000, 1000),
            ("boundary-below-power", 1023, 1023), ("boundary-power", 1024, 511),
            ("scale", 10**6, rng.randrange(10**6)), ("scale-last", 10**6, 10**6 - 1),
            ("max", N_MAX, rng.randrange(N_MAX)), ("max-all-good", N_MAX, N_MAX)], 1):
        # n.bit_length() is the logarithm of n + 1, rounded up.
        add(f"secret/2-log-probes/{number:02}-{label}", n, 1, first,
            {"requests": n.bit_length() + 1})

    number = 0
    for label, n, p, firsts in [
            ("edge-none", 0, 5, [0]),
            ("nine", 8, 2, range(9)),
            ("boundary-one-round", P_MAX, P_MAX, [0, 50, P_MAX]),
            ("boundary-two-rounds", P_MAX + 1, P_MAX, [0, 63, P_MAX + 1]),
            ("boundary-power", 999, 9, [0, 499, 998, 999]),
            ("boundary-above-power", 1000, 9, [0, 999, 1000]),
            ("alone", 2**20 - 1, 1, [0, 700000, 2**20 - 1]),
            ("few-builds", 3, P_MAX, [0, 2, 3]),
            ("scale", 10**6 - 1, P_MAX, [rng.randrange(10**6), 10**6 - 1]),
            ("scale-three", 4**10 - 1, 3, [rng.randrange(4**10) for _ in range(3)]),
            ("max", N_MAX, 31, [0, rng.randrange(N_MAX), N_MAX]),
            ("max-wide", N_MAX, P_MAX, [rng.randrange(N_MAX), N_MAX - 1])]:
        for first in firsts:
            number += 1
            add_rounds(f"secret/3-rounds/{number:02}-{label}", n, p, first)

    for number, (label, n, p, first, campaign) in enumerate([
            ("small", 26, 2, 17, {"schedules": 10, "cancels": 6}),
            ("wide", 999, 9, 610, {"schedules": 12, "cancels": 8}),
            ("max", N_MAX, 31, rng.randrange(N_MAX), {"schedules": 8, "cancels": 4}),
            ("all-good", 255, 3, 255, {"schedules": 10}),
            ("all-bad", 255, 3, 0, {"schedules": 10}),
            ("alone", 100, 1, 42, {"schedules": 6, "cancels": 4}),
            ("fault", 124, 4, 77, {"faults": "fatal"}),
            ("few-builds", 5, 40, 3, {"schedules": 6, "cancels": 2, "faults": "fatal"})], 1):
        add(f"secret/4-schedules/{number:02}-{label}", n, p, first,
            {"requests": rounds(n, p) * p}, campaign)
    cases.write()


main()
