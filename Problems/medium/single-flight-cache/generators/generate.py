"""Writes data/ below the directory given, or below this package. Same data every time."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3]))
from lab_cases import MS, SECOND, Cases, seed_of

LOW, USUAL, HIGH = 10 * MS, 100 * MS, 900 * MS
SLACK = 10


def arrivals_of(*arrivals):
    """`(time in ms, key)` or `(time in ms, key, patience in ms)`, as the front has them."""
    listed = []
    for time, key, *patience in arrivals:
        listed.append([round(time * MS), [key, patience[0] / 1000 if patience else None]])
    return listed


class Ideal:
    """What a right cache does with these arrivals, in a world of nominal latencies."""

    def __init__(self, arrivals, ttl, latency_of, failing):
        self.ttl_us = round(ttl * SECOND)
        self.latency_of = latency_of
        self.failures_left = dict(failing)
        self.fetches = 0
        self.slowest = self.end = 0
        self.running = {}  # By key: when the fetch ends, and whether it succeeds.
        self.outcomes = [self.arrive(*arrival) for arrival in arrivals]

    def arrive(self, time, payload):
        """`value`, `error` or `leaves`."""
        key, patience = payload
        ended, succeeds = self.running.get(key, (None, False))
        if ended is not None:
            # Within a microsecond of these moments either answer would do: no case is so close.
            assert abs(time - ended) > 1 and abs(time - ended - self.ttl_us) != 1
        lives_until = -1 if ended is None else ended + self.ttl_us if succeeds else ended
        if time >= lives_until:
            ended, succeeds = self.fetch(time, key)
        wait = max(0, ended - time)
        patience_us = None if patience is None else round(patience * SECOND)
        outcome = "value" if succeeds else "error"
        if patience_us is not None and patience_us <= wait:
            assert patience_us < wait
            wait, outcome = patience_us, "leaves"
        self.slowest = max(self.slowest, wait)
        self.end = max(self.end, time + wait)
        return outcome

    def fetch(self, time, key):
        self.fetches += 1
        succeeds = self.failures_left.get(key, 0) == 0
        if not succeeds:
            self.failures_left[key] -= 1
        self.running[key] = time + self.latency_of(key), succeeds
        return self.running[key]


def main():
    rng = random.Random(20251021)
    cases = Cases(__file__)

    def add(name, arrivals, *, ttl=2.0, latency=None, failing=None, code=503, values=None,
            timed=True, ends=False, counted=True, campaign=None, db=None, expected=None):
        """`latency`: ms by key. `values`: the database's, instead of stamps. Budgets: of the
        slowest reply if `timed`, of the makespan too if it `ends` in time, of the fetches if
        `counted`, which may also be their number. `expected`: the outcomes, where not ideal."""
        per_key = {key: round(ms * MS) for key, ms in (latency or {}).items()}
        ideal = Ideal(arrivals, ttl, lambda key: per_key.get(key, USUAL), failing or {})
        database = {
            "latency": {"base_us": USUAL, "low_us": LOW, "high_us": HIGH}, **(db or {})}
        if per_key:
            database["latency"]["per_key_us"] = per_key
        if failing:
            database["fail"] = {"keys": failing, "code": code}
        front = {"type": "front", "arrivals": arrivals}
        if values is None:
            # The stamp is the moment at which the fetch ended: at `ttl` a value is too old.
            database.update(type="stamped", effect=1)
            front["max_age_us"] = max(0, ideal.ttl_us - 1)
        else:
            database.update(type="table", data=values)
        budgets = {}
        if counted:
            budgets["requests_per_service"] = {
                "db": counted if counted is not True else ideal.fetches}
        if timed:
            budgets["slowest_reply_us"] = ideal.slowest + SLACK
        if ends:
            budgets["makespan_us"] = ideal.end + SLACK
        scenario = {
            "seed": seed_of(rng), "input": None, "parameters": {"ttl": ttl},
            "services": {"front": front, "db": database}, "budgets": budgets,
            "checker": {"name": "front", "service": "front"}}
        if campaign:
            scenario["campaign"] = campaign

        def wanted(outcome, key, patience):
            if outcome == "error":
                return None
            told = {"stamped": key} if values is None else {"value": values[key]}
            if outcome == "leaves":
                told["leaves_us"] = round(patience * SECOND)
            return told

        outcomes = expected or ideal.outcomes
        cases.add(name, scenario, [
            wanted(outcome, *payload)
            for outcome, (_, payload) in zip(outcomes, arrivals, strict=True)])

    def correct(name, *arguments, **options):
        add(name, *arguments, timed=False, counted=False, **options)

    samples(add)
    basic(correct, rng)
    edges(add)
    speed(add, rng)
    schedules(add)
    cases.write()


def samples(add):
    add("sample/1", arrivals_of(
        (0, "a"), (40, "a"), (70, "b"), (1500, "a"), (2090, "a"), (2110, "a")))
    add("sample/2", arrivals_of(
        (0, "a"), (50, "a"), (300, "a"), (1000, "b", 30), (1010, "b")), failing={"a": 1})


def basic(correct, rng):
    correct("secret/1-basic/01-one", arrivals_of((0, "a")))
    correct("secret/1-basic/02-together", arrivals_of(
        (0, "a"), (10, "a"), (20, "a"), (30, "b"), (150, "a")))
    correct("secret/1-basic/03-expiry", arrivals_of(
        (0, "a"), (1900, "a"), (2250, "a"), (2300, "a"), (4200, "a"), (6000, "a")))
    correct("secret/1-basic/04-keys-and-times", arrivals_of(*sorted(
        (rng.randrange(6000) + 0.25, rng.choice("abc")) for _ in range(30))), ttl=0.75)


def edges(add):
    add("secret/2-edges/01-nobody", [])
    add("secret/2-edges/02-one", arrivals_of((250, "a")), latency={"a": 400})
    # The fetch ends at 0.5 s exactly, which no rounding of floats disturbs.
    add("secret/2-edges/03-boundary-of-age", arrivals_of(
        (0, "a"), (2499.998, "a"), (2500, "a"), (3000.25, "a")), latency={"a": 500})
    add("secret/2-edges/04-age-from-the-end", arrivals_of(
        (0, "a"), (800, "a"), (1250, "a"), (1490, "a"), (1510, "a"), (3000, "a")), ttl=1.0,
        latency={"a": 500})
    add("secret/2-edges/05-ttl-zero", arrivals_of(
        (0, "a"), (0, "a"), (99, "a"), (150, "a"), (200, "a"), (500, "b"), (550, "b")), ttl=0.0)
    add("secret/2-edges/06-long-ttl", arrivals_of(
        *[(hour * 3_600_000, "ab"[hour % 2]) for hour in range(20)]), ttl=86400.0)
    add("secret/2-edges/07-duplicates", arrivals_of(
        *[(0, "a")] * 10, *[(100.5, "a")] * 10, *[(2200, "a")] * 10))
    odd = ["", "0", "a", "A", "None", "a b", "ключ", "__init__"]
    add("secret/2-edges/08-odd-keys", arrivals_of(
        *[(number, key) for number, key in enumerate(odd)],
        *[(500 + number, key) for number, key in enumerate(odd)]))
    values = {"zero": 0, "false": False, "text": "", "list": [], "map": {}, "one": 1}
    add("secret/2-edges/09-empty-values", arrivals_of(
        *[(number, key) for number, key in enumerate(values)],
        *[(50 + number, key) for number, key in enumerate(values)],
        *[(500 + number, key) for number, key in enumerate(values)]), values=values)
    add("secret/2-edges/10-fault-shared", arrivals_of(
        (0, "a"), (50, "a"), (99, "a"), (300, "a"), (310, "b"), (350, "a"), (900, "a")),
        failing={"a": 1})
    add("secret/2-edges/11-faults-again", arrivals_of(
        (0, "a"), (0, "b"), (50, "a"), (101.5, "a"), (150, "a"), (250, "b"), (250, "a"),
        (300, "a"), (1000, "a"), (1000, "b")), failing={"a": 3}, code=500)
    missing = arrivals_of((0, "x"), (20, "x"), (20, "y"), (150, "x"), (400, "y"), (400, "x"))
    add("secret/2-edges/12-fault-404", missing, values={"y": "there"}, timed=False, counted=4,
        expected=["error", "error", "value", "error", "value", "error"])
    # The database takes one question in four seconds: 429 for the one at 3 s, after 1 ms.
    add("secret/2-edges/13-fault-after-expiry", arrivals_of(
        (0, "a"), (1000, "a"), (3000, "a"), (3000.5, "a"), (4500, "a"), (5000, "a")),
        db={"rate": {"max": 1, "period_us": 4 * SECOND, "policy": "reject"}}, counted=3,
        expected=["value", "value", "error", "error", "value", "value"])
    add("secret/2-edges/14-first-one-leaves", arrivals_of(
        (0, "a", 30), (10, "a"), (20, "a"), (60, "a"), (500, "a")))
    add("secret/2-edges/15-some-leave", arrivals_of(
        (0, "a"), (5, "a", 20), (10, "a", 10), (15, "b", 99), (20, "a", 300), (60, "b"),
        (500, "a", 1), (600, "b", 0.002)))
    # What all had left is fetched to its end, and kept.
    add("secret/2-edges/16-all-leave", arrivals_of(
        (0, "a", 30), (10, "a", 40), (1000, "a"), (1000, "b", 50), (2099, "a", 1)))
    add("secret/2-edges/17-leave-at-the-end", arrivals_of(
        (0, "a"), (300, "b", 30), (310, "c", 40), (320, "a")),
        latency={"b": 500, "c": 5000}, ends=True)
    add("secret/2-edges/18-fault-when-all-left", arrivals_of(
        (0, "a", 30), (200, "a"), (210, "a", 20), (400, "a"), (500, "b", 10), (700, "b")),
        failing={"a": 1, "b": 1})


def speed(add, rng):
    add("secret/3-speed/01-stampede", arrivals_of(*[(i * 0.099, "a") for i in range(1000)]))
    add("secret/3-speed/02-keys-in-parallel", arrivals_of(
        *[(0, f"k{i}") for i in range(300)], *[(50, f"k{i}") for i in range(300)]))
    # A slow key, and others that are none of its business.
    others = [(400 + 37.5 * i, "ab"[i % 2]) for i in range(40)]
    add("secret/3-speed/03-slow-key", arrivals_of(
        (0, "slow", 250), (100, "a"), (150, "b"), *others), latency={"slow": 9000, "a": 30})
    add("secret/3-speed/04-hits-cost-nothing", arrivals_of(
        (0, "a"), *[(200 + i * 3.5, "a", 0.002) for i in range(500)]), ttl=3.0, ends=True)
    keys = [f"k{i}" for i in range(40)]
    weights = [1 / (i + 1) for i in range(40)]
    latency = {key: rng.randrange(50, 500) + 0.25 for key in keys}

    def crowd(count, span, impatient):
        """Fractions keep arriving, leaving and the ends of fetches apart."""
        people = []
        for time in sorted(rng.randrange(span) for _ in range(count)):
            key = rng.choices(keys, weights)[0]
            patience = [rng.randrange(20, 400) + 0.125] if rng.random() < impatient else []
            people.append((time + 0.5, key, *patience))
        return arrivals_of(*people)

    add("secret/3-speed/05-scale", crowd(400, 10_000, 0.2), ttl=1.5, latency=latency)
    add("secret/3-speed/06-scale-with-faults", crowd(400, 8_000, 0.2), ttl=0.5, latency=latency,
        failing={key: i % 4 for i, key in enumerate(keys)})
    add("secret/3-speed/07-maximal", crowd(2000, 30_000, 0.1), ttl=2.0, latency=latency)


def schedules(add):
    """Bursts further apart than `ttl` and the slowest fetch: as many fetches in every schedule."""
    bursts = [(start + offset, key) for start in (0, 3500, 7000)
              for offset, key in ((0, "a"), (1, "b"), (15, "a"), (40, "a"), (45, "b"), (95, "a"))]
    add("secret/4-schedules/01-bursts", arrivals_of(*bursts), timed=False,
        campaign={"schedules": 8})
    add("secret/4-schedules/02-many-keys", arrivals_of(
        *[(0, key) for key in "abcdef"], *[(60, key) for key in "fedcba"],
        *[(700, key) for key in "abcdef"]), timed=False, campaign={"schedules": 12})
    add("secret/4-schedules/03-faults", arrivals_of(
        (0, "a"), (5, "a"), (10, "b"), (50, "a"), (150, "b"), (950, "a"), (1000, "b"),
        (1950, "a"), (1960, "a")), failing={"a": 1, "b": 1}, timed=False, counted=4,
        campaign={"schedules": 10})
    add("secret/4-schedules/04-leaving", arrivals_of(
        (0, "a", 30), (2, "a"), (4, "b", 20), (6, "a", 50), (8, "b", 60), (1000, "b"),
        (1001, "a")), timed=False, campaign={"schedules": 10, "cancels": 8})
    add("secret/4-schedules/05-cancelled", arrivals_of(
        (0, "a"), (10, "b", 20), (20, "a"), (30, "c"), (200, "b"), (2500, "a"), (2510, "c", 5)),
        timed=False, campaign={"schedules": 6, "cancels": 20})
    add("secret/4-schedules/06-any-request-fails", arrivals_of(
        (0, "a"), (10, "b", 20), (20, "a"), (150, "a"), (160, "c"), (170, "c", 50)),
        timed=False, campaign={"schedules": 6, "faults": "fatal"})


main()
