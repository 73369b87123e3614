"""Writes data/ and variants/ below the directory given, or below this package. Same every time."""

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


def in_order(keys, found):
    """What is asked for: `found` has the values of those keys that have one."""
    return [found.get(key) for key in keys]


def reversed_order(keys, found):
    return [found.get(key) for key in reversed(keys)]


def skipping(keys, found):
    return [found[key] for key in keys if key in found]


def distinct(keys, found):
    return [found.get(key) for key in dict.fromkeys(keys)]


def write_cases(variant, shape, seed):
    rng = random.Random(seed)
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
        found = {key: value for key, value in data.items() if key not in fails}
        answer = shape(keys, found)
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
    cases.write(variant)
    return cases


class Variant:
    """The same problem with something else to be answered: what changes in the statement and in
    the accepted solution. The solution of the problem itself must not be accepted for it."""

    def __init__(self, name, shape, seed, statement, solution):
        self.name, self.shape, self.seed = name, shape, seed
        self.statement, self.solution = statement, solution

    def write(self):
        cases = write_cases(self.name, self.shape, self.seed)
        target = cases.target / "variants" / self.name

        def put(path, text):
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_text(text)

        for settings in sorted((cases.package / "data").glob("secret/*/test_group.yaml")):
            put(settings.relative_to(cases.package), settings.read_text())
        statement = (cases.package / "statement/problem.en.md").read_text()
        put("statement/problem.en.md", replaced(statement, self.statement))
        solution = (cases.package / "submissions/accepted/semaphore.py").read_text()
        put("submissions/accepted/semaphore.py", replaced(solution, self.solution))
        put("submissions/wrong_answer/of_the_problem_itself.py", solution)


def replaced(text, replacements):
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


RESULT = "Return a list in which the result at position `i` belongs to `keys[i]`."
NONE = "The result for that key is `None`; the other keys are not affected."
EXAMPLE = "[7, null, 7, 0]"
LAST_LINE = "return [lookups[key].result() for key in keys]"

VARIANTS = [
    Variant(
        "distinct", distinct, 20251103,
        [(RESULT, "Return a list with one result for each distinct key, in the order in which the "
          "keys\nfirst appear in `keys`."), (EXAMPLE, "[7, null, 0]")],
        [(LAST_LINE, "return [task.result() for task in lookups.values()]")]),
    Variant(
        "reversed", reversed_order, 20251104,
        [(RESULT, "Return a list in reverse order: its last result belongs to `keys[0]`, the one "
          "before it to\n`keys[1]`, and so on."), (EXAMPLE, "[0, 7, null, 7]")],
        [(LAST_LINE, "return [lookups[key].result() for key in reversed(keys)]")]),
    Variant(
        "skipping", skipping, 20251105,
        [(RESULT, "Return a list of the results in the order of `keys`, without a place for those "
          "keys that have\nno value."),
         (NONE, "Such a key has no place in the list; the other keys are not affected."),
         (EXAMPLE, "[7, 7, 0]")],
        [("import lab\n", "import lab\n\nMISSING = object()\n"), ("return None", "return MISSING"),
         (LAST_LINE, "results = [lookups[key].result() for key in keys]\n"
          "    return [result for result in results if result is not MISSING]")]),
]

write_cases(None, in_order, 20251102)
for variant in VARIANTS:
    variant.write()
