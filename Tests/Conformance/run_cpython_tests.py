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
import select
import signal
import socket
import sys
import time
import types
import unittest

RESULT, ERROR, PART, SIGNAL, CANCEL, ACKNOWLEDGED = range(6)
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

# By what their names contain: tests of what the lab does not have. Only if they fail.
NOT_APPLICABLE = {
    "_unix_": "there are no Unix sockets in the lab",
    "no_loop_ssl": "there is no TLS in the lab",
    "test_start_tls": "there is no TLS in the lab",
    "test_read_all_from_pipe_reader": "there are no pipes in the lab",
    "StreamTests.test_start_server": "it listens on a socket of its own, which the lab forbids",
    "StreamTests.test_unhandled_": "it listens on a real port, which nothing here simulates",
    "StreamTests.test_unclosed_": "it listens on a real port, which nothing here simulates",
}


class Deadlock(RuntimeError):
    pass


class World:
    """In place of lab.link.Link: time, and connections to the servers that tests start."""

    def __init__(self):
        self.now = 0
        self.last_id = 0
        self.sockets = {}
        self.events = []

    def next_id(self):
        self.last_id += 1
        return self.last_id

    def send(self, kind, *message):
        if kind == "r" and message[1:3] == ("net", "open"):
            self.open(message[0], message[3])
        elif kind == "r":
            raise Deadlock("there are no services here")
        elif kind in "pc" and message[0] in self.sockets:
            self.pass_on(message[0], *(message[1] if kind == "p" else ["close"]))

    finish = note = send

    def open(self, request, address):
        try:
            self.sockets[request] = socket.create_connection(address, timeout=PATIENCE_S)
            self.events.append([request, PART, ["open"]])
        except OSError:
            self.events.append([request, ERROR, {"code": 111}])

    def pass_on(self, request, what, data=""):
        connection = self.sockets[request]
        try:
            if what == "data":
                connection.sendall(data.encode("latin-1"))
                self.events.append([request, ACKNOWLEDGED, len(data)])
            elif what == "eof":
                connection.shutdown(socket.SHUT_WR)
            else:
                self.end(request, RESULT)
        except OSError:
            self.end(request, ERROR)

    def end(self, request, kind):
        self.sockets.pop(request).close()
        self.events.append([request, kind, {"code": 104}])

    def listen(self, patience):
        for request, connection in list(self.sockets.items()):
            if not select.select([connection], [], [], patience)[0]:
                continue
            try:
                data = connection.recv(1 << 16)
            except OSError:
                self.end(request, ERROR)
                continue
            if data:
                self.events.append([request, PART, ["data", data.decode("latin-1")]])
            elif request not in self.ended:
                self.ended.add(request)
                self.events.append([request, PART, ["eof"]])

    ended = set()

    def ask(self, kind, *arguments):
        if kind == "b":
            self.now += arguments[0]
        elif kind != "w":
            raise Deadlock("there are no services here")
        else:
            until = arguments[0]
            if not self.events and until != self.now:
                self.listen(0.3)
            if not self.events:
                if until is None:
                    raise Deadlock("the loop waits, and nothing will ever happen")
                self.now = max(self.now, until)
        events, self.events = self.events, []
        return events


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


def leave_other_loops_alone():
    """Some tests run a bare BaseEventLoop with a mocked selector: that one needs a clock that ticks."""
    real = {name: getattr(time, name) for name in ("time", "monotonic", "perf_counter", "sleep")}

    def install(lab):
        for name, original in real.items():
            def choose(*arguments, original=original, virtual=getattr(time, name)):
                loop = asyncio._get_running_loop()
                is_lab = loop is None or isinstance(loop, lab.loop.LabLoop)
                return (virtual if is_lab else original)(*arguments)
            setattr(time, name, choose)
    return install


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
    leave_alone = leave_other_loops_alone()
    lab.clock.install(World())
    leave_alone(lab)
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
