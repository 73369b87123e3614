#!/usr/bin/env python3
"""Runs CPython's own tests of asyncio on the lab's event loop in place of the default one.

    apt-get install libpython3.11-testsuite
    /usr/bin/python3 Tests/Conformance/run_cpython_tests.py [MODULE …]

Any interpreter from 3.11 on that has its `test` package will do; with `--all` test_futures,
test_tasks and test_streams are run too. Ends with status 1 when a test fails that is not listed
as not applicable. The loop talks to a trivial world in this process: time jumps to the next timer,
there are no services, and waiting for nothing is an error.
"""

import argparse
import asyncio
import collections
import importlib
import pathlib
import signal
import sys
import types
import unittest

LAB = pathlib.Path(__file__).resolve().parents[2] / "Sources/CSandbox/lab"
# In the order of their imports.
LAB_MODULES = ["link", "loop", "threads", "streams", "clock", "api", "observer", "counting", "run"]
CORE = [
    *("test.test_asyncio." + name for name in (
        "test_locks", "test_queues", "test_timeouts", "test_taskgroups", "test_waitfor",
        "test_runners", "test_pep492", "test_futures2", "test_eager_task_factory",
        "test_threads", "test_context")),
    "test.test_asyncgen", "test.test_coroutines", "test.test_contextlib_async",
    "unittest.test.test_async_case", "test.test_unittest.test_async_case"]
MORE = ["test.test_asyncio." + name for name in ("test_futures", "test_tasks", "test_streams")]
# Real seconds for one test; all of them together take a few.
PATIENCE_S = 10

NOT_APPLICABLE = {}


class Deadlock(RuntimeError):
    pass


class World:
    """In place of lab.link.Link: time, and nothing else."""

    def __init__(self):
        self.now = 0
        self.last_id = 0

    def next_id(self):
        self.last_id += 1
        return self.last_id

    def send(self, *message):
        pass

    finish = note = send

    def ask(self, kind, *arguments):
        if kind == "b":
            self.now += arguments[0]
        elif kind == "w":
            if arguments[0] is None:
                raise Deadlock("the loop waits, and nothing will ever happen")
            self.now = max(self.now, arguments[0])
        else:
            raise Deadlock("there are no services here")
        return []


def load_lab():
    package = types.ModuleType("lab")
    package.__path__ = []
    sys.modules["lab"] = package
    for name in LAB_MODULES:
        module = types.ModuleType("lab." + name)
        sys.modules[module.__name__] = module
        setattr(package, name, module)
        path = LAB / (name + ".py")
        exec(compile(path.read_text(), f"<lab/{name}.py>", "exec"), module.__dict__)
    return package


class Result(unittest.TestResult):
    """Counts what ran on a loop of the lab, and what needed none."""

    def __init__(self, lab):
        super().__init__()
        self.lab = lab
        self.counts = collections.Counter()
        self.problems = []
        self.inapplicable = []

    def startTest(self, test):
        super().startTest(test)
        self.loops_before = len(self.lab.clock.loops)
        self.last = None
        signal.alarm(PATIENCE_S)

    def stopTest(self, test):
        signal.alarm(0)
        super().stopTest(test)
        if self.last is None:
            on_lab = len(self.lab.clock.loops) > self.loops_before
            self.counts["passed" if on_lab else "passed, on no loop or one of its own"] += 1

    def failed(self, test, error):
        self.last = "failed"
        reason = next((reason for name, reason in NOT_APPLICABLE.items() if name in test.id()), None)
        if reason:
            self.inapplicable.append(f"{test.id()}: {reason}")
        else:
            self.problems.append((test.id(), self._exc_info_to_string(error, test)))

    addError = addFailure = failed

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.failed(subtest, error)

    def addSkip(self, test, reason):
        self.last = "skipped"
        self.inapplicable.append(f"{test.id()}: skipped, {reason}")

    def addExpectedFailure(self, test, error):
        pass


def alarm(*_):
    raise TimeoutError(f"more than {PATIENCE_S} s of real time")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("modules", nargs="*")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--traces", action="store_true", help="show whole tracebacks")
    options = parser.parse_args()
    lab = load_lab()
    lab.clock.install(World())
    signal.signal(signal.SIGALRM, alarm)
    result = Result(lab)
    for name in options.modules or CORE + MORE * options.all:
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if not name.startswith(error.name or ""):
                raise
            print(f"{name}: not in this Python")
            continue
        before = result.testsRun
        unittest.defaultTestLoader.loadTestsFromModule(module).run(result)
        print(f"{name}: {result.testsRun - before} tests")
    report(result, options)


def report(result, options):
    print(f"\nPython {sys.version.split()[0]}: {result.testsRun} tests")
    for what, count in sorted(result.counts.items()):
        print(f"  {count} {what}")
    print(f"  {len(result.inapplicable)} not applicable")
    for line in result.inapplicable:
        print("    " + line)
    print(f"  {len(result.problems)} failed")
    for name, trace in result.problems:
        lines = trace.strip().split("\n")
        print(f"    {name}: " + (trace if options.traces else lines[-1][:200]))
    sys.exit(bool(result.problems))


main()
