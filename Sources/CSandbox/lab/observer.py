"""Watches tasks for the timeline: when each began, what it waited for, how it ended. A hint only."""

import collections.abc

SEGMENTS_MAX = 2000


class Observer:
    def __init__(self):
        self.tasks = []
        self.segments = 0

    def watch(self, coro, loop):
        return Watched(coro, loop, self) if hasattr(coro, "send") else coro

    def began(self, task, coro, loop):
        if not isinstance(coro, Watched):
            return
        record = {
            "task": task.get_name(), "coroutine": coro.__qualname__, "start_us": loop.link.now,
            "end_us": None, "end": "open", "waits": coro.waits}
        self.tasks.append(record)

        def ended(task):
            record["end_us"] = loop.link.now
            record["end"] = (
                "cancelled" if task.cancelled() else "error" if task._exception else "ok")

        task.add_done_callback(ended)


class Watched(collections.abc.Coroutine):
    """A coroutine that notes what each of its suspensions waits for."""

    def __init__(self, coro, loop, observer):
        self.coro = coro
        self.loop = loop
        self.observer = observer
        self.waits = []
        self.__name__ = getattr(coro, "__name__", "?")
        self.__qualname__ = getattr(coro, "__qualname__", "?")

    def _note(self, awaited):
        if self.observer.segments < SEGMENTS_MAX:
            self.observer.segments += 1
            self.waits.append([
                self.loop.link.now, getattr(awaited, "label", "") or type(awaited).__name__])
        return awaited

    def send(self, value):
        return self._note(self.coro.send(value))

    def throw(self, *arguments):
        return self._note(self.coro.throw(*arguments))

    def close(self):
        return self.coro.close()

    def __await__(self):
        return self.coro.__await__()

    def __getattr__(self, name):
        if name.startswith("cr_"):
            return getattr(self.coro, name)
        raise AttributeError(name)
