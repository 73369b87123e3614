"""One run of a solution in the lab: reads the task, calls the entry point, answers, adds notes."""

import asyncio
import collections
import gc
import inspect
import random
import sys
import warnings

from lab import clock, counting
from lab.link import Link, WorldStopped
from lab.observer import Observer

MESSAGE_MAX = 500


class Notes:
    """What the sandbox noticed about the solution: advice, never verdict."""

    def __init__(self):
        self.diagnostics = collections.defaultdict(list)

    def hear(self, message, category, filename, line, file=None, source=None):
        text = str(message).split("\n")[0]
        if "was never awaited" in text:
            self.diagnostics["never_awaited"].append(text)

    def gathered(self, observer, counts):
        found = collections.defaultdict(list, self.diagnostics)
        for loop in clock.loops:
            for name, values in loop.diagnostics.items():
                found[name] += values
        notes = {"diagnostics": {name: values[:10] for name, values in found.items()}}
        if counts is not None:
            notes["counts"] = counts
        if observer is not None:
            notes["tasks"] = observer.tasks[:500]
        return notes


def entry_of(module, task):
    name, parameters = task["entry"], task["parameters"]
    target = getattr(module, name, None)
    if target is None:
        raise NameError(f"solver.py defines no '{name}'")
    if isinstance(target, type):
        solver = target(**parameters)
        solver.initialize(task["input"])
        return solver.solve()
    return target(task["input"], **parameters)


def describe(error):
    return f"{type(error).__name__}: {error}"[:MESSAGE_MAX]


def run(load, descriptor, print_traceback):
    """`load()` executes the solution's module. Returns when the world has its answer."""
    link = Link(descriptor)
    task = link.read()[1]
    random.seed(0)
    observer = Observer() if task.get("tasks") else None
    notes = Notes()
    counts = None
    clock.install(link, collects=bool(task.get("collects")), observer=observer)
    warnings.simplefilter("always")
    warnings.showwarning = notes.hear
    sys.set_coroutine_origin_tracking_depth(1)
    try:
        module = load()
        if task.get("counts"):
            task["input"] = counting.counted(task["input"])
            counting.start()
        answer(module, task, link, print_traceback)
        if task.get("counts"):
            counts = counting.stop()
        gc.collect()
    except WorldStopped:
        return
    except asyncio.CancelledError:
        link.finish("z")
    except SystemExit as error:
        link.finish("f", f"SystemExit: {error.code}")
    except BaseException as error:
        link.finish("f", describe(error))
        print_traceback(error)
    link.note(notes.gathered(observer, counts))


def answer(module, task, link, print_traceback):
    result = entry_of(module, task)
    if not inspect.isawaitable(result):
        link.finish("d", result)
        return
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)

    async def main():
        return await result

    try:
        value = loop.run_until_complete(result if inspect.iscoroutine(result) else main())
        link.finish("d", value)
    except asyncio.CancelledError:
        link.finish("z")
    except WorldStopped:
        raise
    except BaseException as error:
        link.finish("f", describe(error))
        print_traceback(error)
    finally:
        end_tasks(loop)


def end_tasks(loop):
    """What was left behind ends without the world: its answer is already given."""
    left = [task for task in asyncio.all_tasks(loop) if not task.done()]
    for task in left:
        task.cancel()
    for _ in range(50):
        if all(task.done() for task in left):
            break
        loop.call_soon(loop.stop)
        try:
            loop.run_forever()
        except BaseException:
            break
    asyncio.set_event_loop(None)
    loop.close()
