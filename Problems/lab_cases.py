"""What the generators of the asynchronous problems share: writing cases, common services.

A case is a scenario (`.in`, JSON, described in Problems/README.md) and an answer (`.ans`).
"""

import json
import pathlib
import sys

MS = 1000
SECOND = 1_000_000
AFFINE_MODULUS = 1_000_003


class Cases:
    """The cases of one package, written by `write`."""

    def __init__(self, generator):
        self.package = pathlib.Path(generator).resolve().parent.parent
        self.cases = {}
        recorded = self.package / "generators/makespans.json"
        # What the reference needs, measured in the world: `asyncjudge verify --record` writes it.
        self.makespans = json.loads(recorded.read_text()) if recorded.exists() else {}

    def add(self, name, scenario, answer, factor=None):
        """`factor`: how many times the reference's makespan is allowed."""
        assert name not in self.cases, name
        if factor is not None:
            scenario = dict(scenario, budgets=dict(
                scenario.get("budgets", {}), factor=factor,
                reference_makespan_us=self.makespans.get(name, 0)))
        self.cases[name] = scenario, answer

    @property
    def target(self):
        return pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else self.package

    def write(self, variant=None):
        """Below `data/`, or below that of a variant."""
        target = self.target / "variants" / variant if variant else self.target
        for name, (scenario, answer) in self.cases.items():
            path = target / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_suffix(".in").write_text(as_text(scenario))
            path.with_suffix(".ans").write_text(as_text(answer))


def as_text(value):
    """Compact where it is long, readable where it is short."""
    text = json.dumps(value, indent=1, ensure_ascii=False)
    if len(text) > 2000:
        text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text + "\n"


def affine(rng, **options):
    """A service whose answers nobody can know without asking: (a * x + b) mod m."""
    return {
        "type": "affine", "a": rng.randrange(10**5, 10**6), "b": rng.randrange(10**6),
        "m": AFFINE_MODULUS, **options}


def affine_answer(service, x):
    return (service["a"] * x + service["b"]) % service["m"]


def seed_of(rng):
    return rng.randrange(1 << 30)
