"""Writes data/ below the directory given, or below this package. Same data every time."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3]))
from lab_cases import MS, Cases, seed_of

USUAL_US = 50 * MS
LATENCY = {"base_us": USUAL_US, "low_us": 5 * MS, "high_us": 500 * MS}
VALUE_ERROR = "ValueError"

LETTERS = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}
FALSY = {"zero": 0, "false": False, "empty": "", "list": [], "object": {}, "null": None, "nil": 0.0}
JSON = {
    "": "the empty key", " ": "a space", "1": 1, "01": "01", " 1": "space 1", "A": "upper",
    "a": "lower", "None": "None", "null": None, "true": True, "ключ": "значение", "🔑": ["🔒"],
    "list": [1, [2, [3]]], "object": {"code": 404, "value": None}, "float": -2.5,
    "error": {"code": 500}, "ValueError": VALUE_ERROR}


def makespan(latencies, limit):
    """What is allowed: the bound of Graham for whoever leaves no place empty."""
    slowest = max(latencies)
    if limit >= len(latencies):
        return slowest
    return (sum(latencies) + (limit - 1) * slowest) // limit


def main():
    rng = random.Random(20251102)
    cases = Cases(__file__)

    def add(name, keys, limit, data, fails=(), latencies=None, is_timed=False, campaign=None):
        """`fails`: keys whose first call fails; `latencies`: by key, if not the usual one."""
        distinct = list(dict.fromkeys(keys))
        latencies = latencies or {}
        store = {
            "type": "table", "data": data, "latency": {**LATENCY, "per_key_us": latencies},
            "limit": {"max": max(0, limit), "policy": "violate"}}
        if fails:
            store["fail"] = {"keys": dict.fromkeys(fails, 1), "code": 500}
        budgets = {"requests": len(distinct) if limit >= 1 else 0}
        if is_timed:
            times = [latencies.get(key, USUAL_US) for key in distinct]
            budgets["makespan_us"] = makespan(times, limit) + 10
        scenario = {
            "seed": seed_of(rng), "input": keys, "parameters": {"limit": limit},
            "services": {"store": store}, "budgets": budgets}
        if campaign:
            scenario["campaign"] = campaign
        answer = [None if key in fails else data.get(key) for key in keys]
        cases.add(name, scenario, answer if limit >= 1 else VALUE_ERROR)

    def numbers(count):
        return {f"k{number}": rng.randrange(1, 10**6) for number in range(count)}

    def uneven(data, slow_share=0.1):
        """Most calls are fast, some slow: whoever waits for the slow ones loses."""
        return {key: (90 if rng.random() < slow_share else 10) * MS for key in data}

    add("sample/1", ["a", "nope", "a", "zero"], 2, {"a": 7, "zero": 0})
    add("sample/2", ["a"], 0, LETTERS)

    add("secret/1-basic/01-three", ["a", "b", "c"], 2, LETTERS)
    add("secret/1-basic/02-order", list("edcba"), 3, LETTERS,
        latencies={"e": 90 * MS, "c": 70 * MS, "a": 10 * MS})
    data = numbers(30)
    add("secret/1-basic/03-thirty", rng.sample(list(data), 30), 4, data,
        latencies=uneven(data, 0.5))
    add("secret/1-basic/04-three-of-thirty", ["k3", "k8", "k1"], 5, data)

    add("secret/2-edges/01-empty", [], 3, LETTERS)
    add("secret/2-edges/02-single", ["c"], 1, LETTERS)
    add("secret/2-edges/03-duplicates", ["b"] * 50, 4, LETTERS)
    add("secret/2-edges/04-duplicates-mixed", list("abacabadabacaba"), 3, LETTERS)
    add("secret/2-edges/05-falsy-values", list(FALSY) * 2, 2, FALSY)
    add("secret/2-edges/06-all-kinds", list(JSON), 4, JSON)
    add("secret/2-edges/07-missing", ["a", "nope", "b", "nope", "", "a"], 2, LETTERS)
    add("secret/2-edges/08-nothing-there", ["x", "y", "x", "z"], 1, {})
    add("secret/2-edges/09-fault", list("abcbd"), 2, LETTERS, fails="b")
    add("secret/2-edges/10-fault-all", list("aabbcde"), 2, LETTERS, fails="abcde")
    add("secret/2-edges/11-fault-first-and-last", list("ae") + list("bcd") + list("ae"), 1, LETTERS,
        fails="ae")
    add("secret/2-edges/12-boundary-limit-above", ["a", "b"], 10000, LETTERS)
    add("secret/2-edges/13-boundary-limit-equal", ["a", "b", "c", "a"], 3, LETTERS)
    add("secret/2-edges/14-boundary-limit-one", ["a", "b", "c"], 1, LETTERS)
    add("secret/2-edges/15-boundary-limit-zero", ["a", "b"], 0, LETTERS)
    add("secret/2-edges/16-boundary-limit-negative", ["a"], -1, LETTERS)
    add("secret/2-edges/17-boundary-limit-zero-no-keys", [], 0, LETTERS)
    add("secret/2-edges/18-boundary-limit-negative-no-keys", [], -7, LETTERS)
    add("secret/2-edges/19-boundary-limit-one-no-keys", [], 1, LETTERS)

    add("secret/3-speed/01-limit-one", list("abcab"), 1, LETTERS, is_timed=True)
    add("secret/3-speed/02-all-at-once", list("abcdeabcde"), 5, LETTERS, is_timed=True)
    add("secret/3-speed/03-duplicates", ["b"] * 50 + ["c"], 2, LETTERS, is_timed=True)
    data = numbers(60)
    keys = list(data)
    add("secret/3-speed/04-full-pipe", keys, 6, data, latencies=uneven(keys), is_timed=True)
    add("secret/3-speed/05-duplicates-hold-no-place", [keys[0]] * 20 + keys + keys[:10], 5, data,
        latencies=uneven(keys), is_timed=True)
    add("secret/3-speed/06-fault-half", keys, 10, data, fails=keys[::2], latencies=uneven(keys),
        is_timed=True)
    data = numbers(500)
    keys = [f"k{rng.randrange(500)}" for _ in range(2000)]
    add("secret/3-speed/07-scale", keys, 25, data, latencies=uneven(data), is_timed=True)
    data = numbers(2000)
    add("secret/3-speed/08-maximal", list(data), 100, data, is_timed=True)
    add("secret/3-speed/09-maximal-wide", list(data), 2000, data, is_timed=True)

    add("secret/4-schedules/01-three", ["a", "b", "a", "c"], 2, LETTERS,
        campaign={"schedules": 10, "cancels": 4})
    data = numbers(24)
    add("secret/4-schedules/02-limit", list(data), 5, data,
        campaign={"schedules": 12, "cancels": 6})
    add("secret/4-schedules/03-duplicates", list("abcabcabdde"), 3, LETTERS,
        campaign={"schedules": 12})
    add("secret/4-schedules/04-missing", ["a", "nope", "b", "c", "nope", "d"], 2, LETTERS,
        fails="c", campaign={"schedules": 10, "cancels": 4})
    add("secret/4-schedules/05-fault-anywhere", list("abcdeab"), 2, LETTERS,
        latencies={"a": 10 * MS, "b": 90 * MS, "d": 90 * MS}, campaign={"faults": "fatal"})
    add("secret/4-schedules/06-limit-one", list("abc"), 1, LETTERS,
        campaign={"schedules": 6, "cancels": 3})
    cases.write()


main()
