"""Executors on the virtual clock: real threads, of which exactly one runs at any moment.

A baton goes from the loop to a thread and back, so the order of everything is the same in every
run. Real locks between threads are not simulated: who waits for one is reported after 5 s.
"""

import asyncio
import concurrent.futures
import threading

PATIENCE_S = 5
# By thread.
_jobs = {}


class Job:
    def __init__(self, loop, body, future):
        self.loop = loop
        self.body = body
        self.future = future
        self.go = threading.Semaphore(0)
        self.back = threading.Semaphore(0)

    # On the loop's thread

    def start(self):
        if self.future.cancelled():
            job_ended(self.loop)
            return
        threading.Thread(target=self.run, daemon=True).start()
        self.wait_for_baton()

    def resume(self):
        self.go.release()
        self.wait_for_baton()

    def wait_for_baton(self):
        if not self.back.acquire(timeout=PATIENCE_S):
            self.loop.diagnostics["stuck_threads"].append(
                f"a thread waited {PATIENCE_S} s for something that is not simulated")

    def conclude(self, result, error):
        job_ended(self.loop)
        if self.future.done():
            return
        if error is None:
            self.future.set_result(result)
        else:
            # As asyncio tells the errors of concurrent.futures.
            self.future.set_exception(asyncio.futures._convert_future_exc(error))

    # On the job's thread

    def run(self):
        _jobs[threading.get_ident()] = self
        result = error = None
        try:
            result = self.body()
        except BaseException as caught:
            error = caught
        del _jobs[threading.get_ident()]
        self.loop._ready.append(
            asyncio.events.Handle(self.conclude, (result, error), self.loop, None))
        self.back.release()

    def park(self):
        self.back.release()
        self.go.acquire()

    def sleep(self, seconds):
        self.loop.call_at(self.loop.time() + seconds, self.resume)
        self.park()

    def wait_for(self, future, timeout):
        """Until a future of concurrent.futures is done, which the loop or another job will do."""
        waits = True

        def resume(*_):
            nonlocal waits
            if waits:
                waits = False
                self.loop.call_soon(self.resume)

        future.add_done_callback(resume)
        if timeout is not None:
            self.loop.call_later(timeout, resume)
        if not future.done():
            self.park()
        waits = False

    def request(self, service, operation, argument):
        reply = []

        def arrived(kind, value):
            reply[:] = kind, value
            self.loop.call_soon(self.resume)

        self.loop.call_back(service, operation, argument, arrived)
        self.park()
        return reply


def start_job(loop, function, arguments):
    future = loop.create_future()
    job = Job(loop, lambda: function(*arguments), future)
    if loop.free_workers > 0:
        loop.free_workers -= 1
        loop.call_soon(job.start)
    else:
        loop.queued_jobs.append(job)
    return future


def job_ended(loop):
    while loop.queued_jobs:
        job = loop.queued_jobs.popleft()
        if not job.future.cancelled():
            loop.call_soon(job.start)
            return
    loop.free_workers += 1


def current_job():
    return _jobs.get(threading.get_ident())


def park_in_results():
    """`run_coroutine_threadsafe(…).result()` in a job: the baton goes back while it waits."""
    def parking(original):
        def wait(future, timeout=None):
            job = current_job()
            if job is None:
                return original(future, timeout)
            if not future.done():
                job.wait_for(future, timeout)
            return original(future, 0)

        return wait

    for name in ("result", "exception"):
        original = getattr(concurrent.futures.Future, name)
        setattr(concurrent.futures.Future, name, parking(original))
