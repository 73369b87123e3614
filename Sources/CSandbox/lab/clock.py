"""The virtual clock in the places where Python keeps real ones."""

import asyncio
import time

from lab.loop import NEVER_US, LabLoop
from lab.threads import current_job

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

    def new_event_loop():
        global _loop
        _loop = LabLoop(link, **options)
        loops.append(_loop)
        return _loop

    if hasattr(asyncio, "DefaultEventLoopPolicy"):

        class LabPolicy(asyncio.DefaultEventLoopPolicy):
            def new_event_loop(self):
                return new_event_loop()

        asyncio.set_event_loop_policy(LabPolicy())
    asyncio.new_event_loop = asyncio.events.new_event_loop = new_event_loop

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
    job = current_job(_loop)
    if job is None:
        _loop.block(seconds)
    else:
        job.sleep(seconds)
