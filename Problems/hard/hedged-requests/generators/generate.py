"""Writes data/ below the directory given, or below this package. Same data every time."""

import dataclasses
import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3]))
from lab_cases import MS, SECOND, Cases, seed_of

LOW, HIGH = 5 * MS, 2 * SECOND
CAPACITY = 12
SLACK = 10


@dataclasses.dataclass
class Query:
    """Times in ms. What the replicas need for it, and whether they fail."""

    at: float
    r0: float = 30
    r1: float = 30
    fails0: bool = False
    fails1: bool = False
    patience: float | None = None
    key: str | None = None
    value: object = None


@dataclasses.dataclass
class Fate:
    """What a right solution makes of a query; times in us after its arrival."""

    end: int
    outcome: str  # r0, r1, both failed: which one last, or leaves
    asks_r1_at: int | None


def us(milliseconds):
    return round(milliseconds * MS)


def fate_of(query, hedge_after):
    hedge, end0 = round(hedge_after * SECOND), us(query.r0)
    # At such a moment either would do.
    assert end0 != hedge
    start1 = hedge if end0 > hedge else end0 if query.fails0 else None
    good = [] if query.fails0 else [(end0, "r0")]
    failed = [(end0, "r0 failed")] if query.fails0 else []
    if start1 is not None:
        end1 = start1 + us(query.r1)
        assert end0 != end1
        (failed if query.fails1 else good).append((end1, "r1 failed" if query.fails1 else "r1"))
    end, outcome = min(good) if good else max(failed)
    if query.patience is not None and us(query.patience) <= end:
        assert us(query.patience) not in (end, start1)
        end, outcome = us(query.patience), "leaves"
    return Fate(end, outcome, start1 if start1 is not None and start1 < end else None)


def peaks(queries, fates):
    """Most requests at the same time at each replica, when losers are withdrawn."""
    changes = {"r0": [], "r1": []}
    for query, fate in zip(queries, fates, strict=True):
        start = us(query.at)
        changes["r0"] += [(start, 1), (start + min(us(query.r0), fate.end), -1)]
        if fate.asks_r1_at is not None:
            end = min(fate.asks_r1_at + us(query.r1), fate.end)
            changes["r1"] += [(start + fate.asks_r1_at, 1), (start + end, -1)]
    result = {}
    for name, events in changes.items():
        now = result[name] = 0
        for _, change in sorted(events):
            now += change
            result[name] = max(result[name], now)
    return result


def main():
    rng = random.Random(20251111)
    cases = Cases(__file__)

    def add(name, queries, *, hedge_after=0.05, code0=503, code1=503, timed=True, counted=True,
            campaign=None):
        """Budgets: of time if `timed`, of the requests to r1 if `counted`, both of the very best
        that can be done, or of one request to r1 for each query (`counted="once each"`).
        A replica whose code is 404 does not know the key."""
        fates = [fate_of(query, hedge_after) for query in queries]
        assert all(peak < CAPACITY for peak in peaks(queries, fates).values()), name
        keys = [
            f"q{i}" if query.key is None else query.key for i, query in enumerate(queries)]
        by_key = dict(zip(keys, queries, strict=True))
        values = {
            key: rng.randrange(10**6) if query.value is None else query.value
            for key, query in by_key.items()}
        # The same key in two queries: the same behaviour.
        assert all(
            (query.r0, query.r1) == (by_key[key].r0, by_key[key].r1)
            for key, query in zip(keys, queries, strict=True))

        def replica(times, failing, code):
            known = {key: value for key, value in values.items()
                     if code != 404 or key not in failing}
            service = {
                "type": "table", "data": known,
                "latency": {"base_us": 30 * MS, "low_us": LOW, "high_us": HIGH,
                            "per_key_us": {key: us(ms) for key, ms in times.items()}},
                "limit": {"max": CAPACITY, "policy": "violate"}}
            if failing and code != 404:
                service["fail"] = {"keys": dict.fromkeys(failing, 99), "code": code}
            return service

        times = sorted(fate.end for fate in fates)
        budgets = {}
        if counted:
            hedged = [fate for fate in fates if fate.asks_r1_at is not None]
            budgets["requests_per_service"] = {
                "r0": len(queries), "r1": len(hedged if counted is True else queries)}
        if timed and times:
            budgets["slowest_reply_us"] = times[-1] + SLACK
            budgets["reply_99_us"] = times[min(len(times) - 1, len(times) * 990 // 1000)] + SLACK
            budgets["makespan_us"] = SLACK + max(
                us(query.at) + fate.end for query, fate in zip(queries, fates, strict=True))
        scenario = {
            "seed": seed_of(rng), "input": None, "parameters": {"hedge_after": hedge_after},
            "services": {
                "front": {"type": "front", "arrivals": [
                    [us(query.at), [key, query.patience and query.patience / 1000]]
                    for key, query in zip(keys, queries, strict=True)]},
                "r0": replica({key: query.r0 for key, query in by_key.items()},
                              [key for key, query in by_key.items() if query.fails0], code0),
                "r1": replica({key: query.r1 for key, query in by_key.items()},
                              [key for key, query in by_key.items() if query.fails1], code1)},
            "budgets": budgets, "checker": {"name": "front", "service": "front"}}
        if campaign:
            scenario["campaign"] = campaign
            # A reply that is being given just then may go out: where an answer and a cancellation
            # meet in a TaskGroup inside `query`, CPython before 3.13 loses the cancellation.
            budgets["cancel_grace_us"] = SLACK

        def told(key, query, fate):
            if fate.outcome == "leaves":
                return {"value": values[key], "leaves_us": us(query.patience)}
            if fate.outcome.endswith("failed"):
                return {"value": {"error": code0 if fate.outcome == "r0 failed" else code1}}
            return {"value": values[key]}

        cases.add(name, scenario, [
            told(*triple) for triple in zip(keys, queries, fates, strict=True)])

    def random_queries(count, gap, *, tails, slow=0.0, fails0=0.0, fails1=0.0, leaves=0.0):
        """A steady stream, `gap` ms apart: 20 to 40 ms, a share of `slow` 55 to 95 ms, of `tails`
        1.5 s."""
        queries = []
        for i in range(count):
            usual0, usual1 = (rng.randrange(20_000, 40_000) / 1000 for _ in range(2))
            dice = rng.random()
            if dice < tails:
                usual0 = 1500 - i / 1000
            elif dice < tails + slow:
                usual0 = rng.randrange(55_000, 95_000) / 1000
                usual1 = rng.choice([usual1, 800 - i / 1000])
            query = Query(round(i * gap + rng.random() * gap / 2, 3), usual0, usual1)
            query.fails0 = rng.random() < fails0
            query.fails1 = rng.random() < fails1
            if rng.random() < leaves:
                query.patience = rng.randrange(5_000, 95_000) / 1000 + 0.0005
            queries.append(query)
        return queries

    samples(add)
    basic(add, random_queries)
    edges(add)
    speed(add, random_queries)
    schedules(add, random_queries)
    cases.write()


def samples(add):
    add("sample/1", [Query(0), Query(10, 1500, 40), Query(20, 60, 900), Query(30, 10, 25, True)])
    add("sample/2", [
        Query(0, 100, 20, fails1=True), Query(0, 10, 20, True, True),
        Query(100, 1500, 1200, patience=70.5)])


def basic(add, random_queries):
    def correct(name, queries):
        add(name, queries, timed=False, counted=False)

    correct("secret/1-basic/01-one", [Query(0)])
    correct("secret/1-basic/02-two", [Query(0, 35), Query(10, 20)])
    correct("secret/1-basic/03-slow-ones", [Query(0, 1500), Query(5, 70), Query(9, 1400, 900)])
    correct("secret/1-basic/04-twenty", random_queries(20, 12, tails=0.1))


def edges(add):
    add("secret/2-edges/01-nobody", [])
    add("secret/2-edges/02-one-fast", [Query(0, 20)])
    add("secret/2-edges/03-one-slow", [Query(100, 1500, 25)])
    add("secret/2-edges/04-late-but-first", [Query(0, 60, 900), Query(300, 149, 100)])
    add("secret/2-edges/05-boundary-of-hedge", [
        Query(0, 49.999, 40), Query(500, 50.001, 40), Query(1000, 89.999, 40),
        Query(1500, 90.001, 40)])
    add("secret/2-edges/06-hedge-at-once", [
        Query(0, 30, 20), Query(5, 20, 30), Query(9, 10, 30, True), Query(12, 1500, 1.5)],
        hedge_after=0.0)
    add("secret/2-edges/07-hedge-never", [
        Query(0, 1500, 20), Query(5, 1400, 20, True), Query(9, 20, 20)], hedge_after=60.0)
    values = [0, False, "", [], {}, "text", [None], {"error": 503}]
    add("secret/2-edges/08-empty-values", [
        Query(10 * i, *((30, 30) if i % 2 else (1500, 20)), value=value)
        for i, value in enumerate(values)])
    add("secret/2-edges/09-duplicates", [
        Query(0, 1500, 20, key="same") for _ in range(6)] + [
        Query(40, 1500, 20, key="same") for _ in range(5)])
    add("secret/2-edges/10-odd-keys", [
        Query(10 * i, 70, 10, key=key, value=f"<{key}>")
        for i, key in enumerate(["", " ", "0", "None", "ключ", "a/b"])])
    add("secret/2-edges/11-fault-fast", [Query(0, 5, 30, True), Query(50, 49.999, 20, True)])
    add("secret/2-edges/12-fault-after-the-hedge", [Query(0, 70, 100, True)])
    add("secret/2-edges/13-fault-of-the-second", [Query(0, 1500, 10, fails1=True)])
    add("secret/2-edges/14-fault-between", [
        Query(0, 90, 20, fails1=True), Query(100, 51, 900, True), Query(150, 800, 30, True)])
    add("secret/2-edges/15-fault-of-both", [Query(0, 10, 30, True, True)], code0=500, code1=404)
    add("secret/2-edges/16-fault-of-the-second-first", [Query(0, 400, 30, True, True)],
        code0=500, code1=404)
    add("secret/2-edges/17-fault-of-the-first-first", [Query(0, 60, 300, True, True)],
        code0=404, code1=429)
    add("secret/2-edges/18-fault-at-once", [Query(0, 30, 20, True, True)], hedge_after=0.0,
        code0=500, code1=502)
    add("secret/2-edges/19-leaves-before-the-hedge", [
        Query(0, 1500, 900, patience=30), Query(10, 1500, 20)])
    add("secret/2-edges/20-leaves-after-the-hedge", [
        Query(0), Query(0, 1500, 900, patience=70)])
    add("secret/2-edges/21-leaves-after-a-fault", [
        Query(0), Query(0, 10, 900, True, patience=40), Query(0, 900, 10, False, True, 80)])
    # As many as may be at a replica at the same time leave, and as many come.
    add("secret/2-edges/22-many-leave", [
        Query(group * 100 + i, 1500, 1400, patience=90)
        for group in range(4) for i in range(11)])


def speed(add, random_queries):
    add("secret/3-speed/01-steady", random_queries(300, 10, tails=0.04))
    add("secret/3-speed/02-many-tails", random_queries(200, 12, tails=0.3), hedge_after=0.045)
    add("secret/3-speed/03-second-is-slow-too", random_queries(200, 10, tails=0.02, slow=0.3))
    add("secret/3-speed/04-capacity", random_queries(400, 5, tails=0.05, slow=0.05))
    add("secret/3-speed/05-early-hedge", random_queries(200, 10, tails=0.05),
        hedge_after=0.01)
    add("secret/3-speed/06-faults", random_queries(
        300, 10, tails=0.03, slow=0.1, fails0=0.3, fails1=0.2), code1=500)
    add("secret/3-speed/07-leaving", random_queries(
        300, 8, tails=0.2, slow=0.1, leaves=0.5))
    add("secret/3-speed/08-maximal", random_queries(
        1500, 6, tails=0.03, slow=0.03, fails0=0.02, fails1=0.02, leaves=0.05))


def schedules(add, random_queries):
    """Under another schedule r1 may be needed for each query."""
    def changed(name, queries, **options):
        add(name, queries, counted="once each", **options)

    changed("secret/4-schedules/01-one", [Query(0)], campaign={"schedules": 12, "cancels": 4})
    changed("secret/4-schedules/02-ten", random_queries(10, 15, tails=0.2),
            campaign={"schedules": 12})
    changed("secret/4-schedules/03-faults", random_queries(
        10, 15, tails=0.2, slow=0.2, fails0=0.5), campaign={"schedules": 12})
    changed("secret/4-schedules/04-faults-of-both", [
        Query(0, 10, 30, True, True), Query(5, 60, 30, False, True), Query(10, 30, 30, True),
        Query(15, 1500, 20, True, True)], campaign={"schedules": 12, "cancels": 10})
    changed("secret/4-schedules/05-hedge-at-once", random_queries(6, 15, tails=0.2, slow=0.3),
            hedge_after=0.0, campaign={"schedules": 10, "cancels": 10})
    changed("secret/4-schedules/06-cancelled", [
        Query(0, 1500, 900), Query(10, 70, 60), Query(20, 20, 30, True), Query(25, 1500, 40),
        Query(40, 90, 20, False, True)], campaign={"schedules": 6, "cancels": 20})
    changed("secret/4-schedules/07-leaving", [
        Query(0, 1500, 900, patience=80), Query(5, 1500, 1400, patience=30),
        Query(10, 25, 900, True, patience=60), Query(30, 70, 900)],
            campaign={"schedules": 8, "cancels": 12})
    changed("secret/4-schedules/08-any-request-fails", [
        Query(0, 1500, 30), Query(5, 30, 20), Query(8, 1500, 1400, patience=80),
        Query(12, 80, 200), Query(20, 20, 30, True)],
            campaign={"schedules": 6, "faults": "fatal"})


main()
