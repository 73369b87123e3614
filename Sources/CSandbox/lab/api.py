"""What a solution uses: `import lab`, then `await lab.service("name").operation(argument)`."""

import asyncio

from lab import clock
from lab.link import RESULT
from lab.loop import LabForbidden, ServiceError
from lab.threads import current_job


def argument_of(arguments):
    """One argument as it is, several as a list, none as null."""
    if len(arguments) == 1:
        return arguments[0]
    return list(arguments) or None


class Service:
    """Its operations are whatever the statement says: `await service("kv").put("key", 1)`."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, operation):
        if operation.startswith("_"):
            raise AttributeError(operation)

        def ask(*arguments):
            return call(self._name, operation, argument_of(arguments))

        return ask


async def call(service, operation, argument=None):
    future = asyncio.get_running_loop().request(service, operation, argument)
    try:
        return await future
    except asyncio.CancelledError:
        # asyncio can cancel a task whose reply is already there: tell the world that the reply was
        # dropped, or a lease inside it would be lost.
        if future.done() and not future.cancelled() and future._exception is None:
            future._loop.link.send("c", future.request)
        raise


class BlockingService(Service):
    """The same without `await`: on the loop's thread it blocks the loop; in a thread only that."""

    def __getattr__(self, operation):
        if operation.startswith("_"):
            raise AttributeError(operation)

        def ask(*arguments):
            loop = clock.current_loop()
            job = current_job()
            request = loop.blocking_request if job is None else job.request
            kind, value = request(self._name, operation, argument_of(arguments))
            if kind == RESULT:
                return value
            raise ServiceError(value)

        return ask


service, blocking = Service, BlockingService
__all__ = ["LabForbidden", "ServiceError", "blocking", "call", "service"]
