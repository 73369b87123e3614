"""The virtual clock in the places where Python keeps real ones."""

import asyncio
import time

from lab.loop import NEVER_US, LabLoop, LabTask
from lab.threads import current_job, park_in_results

EPOCH_S = 1_700_000_000
_link = None
_loop = None
loops = []


def current_loop():
    if _loop is None:
        raise RuntimeError("no event loop has been started yet")
    return _loop


def install(link, **options):
    """New event loops are the lab's; time is the world's."""
    global _link
    _link = link

    class EventLoop(LabLoop):
        def __init__(self, selector=None):
            global _loop
            super().__init__(link, **options)
            _loop = self
            loops.append(self)

    # Whichever way a solution comes to a loop; a policy of its own is asked as Python would.
    asyncio.SelectorEventLoop = EventLoop
    if hasattr(asyncio, "EventLoop"):  # 3.13
        asyncio.EventLoop = EventLoop
    asyncio.DefaultEventLoopPolicy._loop_factory = EventLoop
    asyncio.Task = asyncio.tasks.Task = LabTask
    if hasattr(asyncio, "eager_task_factory"):  # 3.12
        asyncio.eager_task_factory = asyncio.create_eager_task_factory(LabTask)

    park_in_results()
    time.sleep = sleep
    time.time = lambda: EPOCH_S + link.now / 1e6
    time.monotonic = time.perf_counter = lambda: link.now / 1e6
    time.time_ns = lambda: EPOCH_S * 10**9 + link.now * 1000
    time.monotonic_ns = time.perf_counter_ns = lambda: link.now * 1000


def sleep(seconds):
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    if _loop is None or _loop.is_closed():
        _link.ask("b", min(round(seconds * 1e6), NEVER_US), None)
        return
    job = current_job()
    if job is None:
        _loop.block(seconds)
    else:
        job.sleep(seconds)
