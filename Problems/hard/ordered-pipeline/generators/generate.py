"""Writes data/ below the directory given, or below this package. Same data every time."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3]))
from lab_cases import AFFINE_MODULUS, MS, SECOND, Cases, affine, affine_answer, seed_of

PASSING = 503
BROKEN = 422
# More often than any item is asked for: it never succeeds.
ALWAYS = 1000

# How far a solution's makespan may exceed the reference's.
EXACT = 1.02
CLOSE = 1.05
NEAR = 1.1


def source_latency(base_us):
    return {"base_us": base_us, "low_us": MS // 2, "high_us": 30 * MS}


def sink_latency(base_us):
    return {"base_us": base_us, "low_us": MS // 2, "high_us": 40 * MS}


def work_latency(**options):
    return {"low_us": 2 * MS, "high_us": 900 * MS, **options}


MIXED = work_latency(base_us=20 * MS, span_us=180 * MS)
SOME_SLOW = work_latency(
    base_us=20 * MS, span_us=180 * MS, tail_probability=0.05, tail_us=600 * MS)


class Pipelines(Cases):
    """Cases that differ in few things."""

    def __init__(self, generator, rng):
        super().__init__(generator)
        self.rng = rng

    def items(self, count):
        return [self.rng.randrange(10**6) for _ in range(count)]

    def pipeline(
            self, name, items, memory, workers, *, factor=None, latency=MIXED, source_us=MS,
            sink_us=MS, transform=None, passing=None, broken=(), campaign=None):
        """`passing`: item to how often it fails before it succeeds; `broken` items never do."""
        transform = transform or affine(self.rng)
        work = {**transform, "latency": latency, "limit": {"max": workers}}
        if passing:
            work["fail"] = {"code": PASSING, "keys": passing}
        if broken:
            work["fail"] = {"code": BROKEN, "keys": {str(item): ALWAYS for item in broken}}
        failures = sum((passing or {}).values())
        scenario = {
            "seed": seed_of(self.rng), "input": None,
            "parameters": {"memory": memory, "workers": workers},
            "services": {
                "source": {
                    "type": "source", "items": items, "max_resident": memory,
                    "latency": source_latency(source_us), "limit": {"max": 1}},
                "work": work,
                "sink": {
                    "type": "sink", "source": "source", "latency": sink_latency(sink_us),
                    "limit": {"max": 1}}},
            "budgets": {"requests_per_service": {
                "source": len(items) + 1, "work": len(items) + failures, "sink": len(items)}},
            "checker": {"name": "sink"}}
        if campaign:
            scenario["campaign"] = campaign
        answer = [None if x in broken else affine_answer(transform, x) for x in items]
        self.add(name, scenario, answer, factor)


def zero_for(rng, item):
    """A service whose answer to this item is 0."""
    service = affine(rng)
    service["b"] = -service["a"] * item % AFFINE_MODULUS
    return service


def main():
    rng = random.Random(20251102)
    cases = Pipelines(__file__, rng)
    samples(cases)
    basic(cases)
    edges(cases)
    speed(cases)
    schedules(cases)
    cases.write()


def samples(cases):
    doubling = {"type": "affine", "a": 2, "b": 0, "m": AFFINE_MODULUS}
    slow_first = work_latency(
        per_key_us={"1": 100 * MS, "2": 20 * MS, "3": 30 * MS, "4": 20 * MS, "5": 50 * MS})
    cases.pipeline(
        "sample/1", [1, 2, 3, 4, 5], 3, 2, factor=EXACT, latency=slow_first,
        source_us=10 * MS, sink_us=10 * MS, transform=doubling)
    cases.pipeline("sample/2", [7, 0, 7, 9, 8], 2, 2, transform=doubling, broken=[9])


def basic(cases):
    cases.pipeline("secret/1-basic/01-one", cases.items(1), 3, 2)
    cases.pipeline("secret/1-basic/02-five", cases.items(5), 4, 2)
    cases.pipeline("secret/1-basic/03-thirty", cases.items(30), 6, 3)


def edges(cases):
    rng = cases.rng
    cases.pipeline("secret/2-edges/01-empty", [], 4, 2)
    cases.pipeline("secret/2-edges/02-memory-1", cases.items(6), 1, 4)
    cases.pipeline("secret/2-edges/03-fewer-than-places", cases.items(3), 50, 20)
    falling = list(range(20, 0, -1))
    cases.pipeline(
        "secret/2-edges/04-later-is-faster", falling, 10, 10,
        latency=work_latency(per_key_us={str(item): (20 + 9 * item) * MS for item in falling}))
    cases.pipeline("secret/2-edges/05-duplicates", [4, 4, 9, 4, 4, 9, 4, 9, 9, 4], 5, 3)
    cases.pipeline(
        "secret/2-edges/06-zeros", [0, 17, 0, 0, 17, 5, 17], 3, 3, transform=zero_for(rng, 17))
    items = cases.items(12)
    cases.pipeline(
        "secret/2-edges/07-passing-failures", items, 4, 3,
        passing={str(items[0]): 1, str(items[4]): 5, str(items[5]): 2, str(items[11]): 12})
    items = cases.items(12)
    cases.pipeline(
        "secret/2-edges/08-broken-items", items, 4, 3,
        broken=[items[0], items[4], items[5], items[11]])
    items = cases.items(6)
    cases.pipeline("secret/2-edges/09-all-broken", items, 2, 2, broken=items)


def speed(cases):
    cases.pipeline("secret/3-speed/01-one-worker", cases.items(20), 8, 1, factor=EXACT)
    cases.pipeline("secret/3-speed/02-one-place", cases.items(10), 1, 4, factor=EXACT)
    cases.pipeline("secret/3-speed/03-few-places", cases.items(60), 3, 8, factor=CLOSE)
    cases.pipeline("secret/3-speed/04-as-many-places", cases.items(60), 8, 8, factor=CLOSE)
    items = cases.items(60)
    for number, place in (("05", 0), ("06", 31)):
        latency = work_latency(
            base_us=40 * MS, span_us=4 * MS, per_key_us={str(items[place]): 2 * SECOND})
        cases.pipeline(
            f"secret/3-speed/{number}-one-slow-item", items, 32, 4, factor=CLOSE,
            latency=latency)
    cases.pipeline(
        "secret/3-speed/07-slow-sink", cases.items(100), 12, 8, factor=CLOSE, sink_us=30 * MS)
    cases.pipeline(
        "secret/3-speed/08-slow-source", cases.items(100), 24, 16, factor=CLOSE,
        source_us=25 * MS)
    items = cases.items(60)
    cases.pipeline(
        "secret/3-speed/09-passing-failures", items, 10, 5, factor=CLOSE,
        passing={str(item): 1 + place % 3 for place, item in enumerate(items[::4])})
    cases.pipeline(
        "secret/3-speed/10-hundreds", cases.items(400), 64, 16, factor=NEAR, latency=SOME_SLOW)
    cases.pipeline(
        "secret/3-speed/11-maximal", cases.items(2000), 100, 32, factor=NEAR, latency=SOME_SLOW)


def schedules(cases):
    cases.pipeline(
        "secret/4-schedules/01-small", cases.items(14), 5, 3, factor=NEAR,
        campaign={"schedules": 10, "cancels": 8})
    cases.pipeline(
        "secret/4-schedules/02-one-place", cases.items(5), 1, 3, factor=EXACT,
        campaign={"schedules": 6, "cancels": 8})
    cases.pipeline(
        "secret/4-schedules/03-duplicates", [3, 3, 0, 3, 0, 0, 3, 8, 8, 3], 4, 4, factor=NEAR,
        campaign={"schedules": 12})
    cases.pipeline(
        "secret/4-schedules/04-failures", cases.items(7), 3, 2, factor=NEAR,
        campaign={"schedules": 6, "faults": "retried"})
    items = cases.items(12)
    cases.pipeline(
        "secret/4-schedules/05-passing-failures", items, 4, 4, factor=NEAR,
        passing={str(item): 2 for item in items[1::3]}, campaign={"schedules": 10, "cancels": 6})
    items = cases.items(12)
    cases.pipeline(
        "secret/4-schedules/06-broken-items", items, 6, 3, factor=NEAR,
        broken=items[2::4], campaign={"schedules": 10, "faults": "retried"})
    cases.pipeline(
        "secret/4-schedules/07-forty", cases.items(40), 12, 6, factor=NEAR,
        campaign={"schedules": 8})


main()
