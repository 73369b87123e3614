# The wrong approach: each item waits until the one before has been delivered.
import lab


async def ask(operation, *arguments):
    while True:
        try:
            return await operation(*arguments)
        except lab.ServiceError as error:
            if error.code != 503:
                return None


async def pipeline(_, memory, workers):
    source, work, sink = (lab.service(name) for name in ("source", "work", "sink"))
    while (entry := await ask(source.next)) is not None:
        await ask(sink.put, await ask(work.get, entry[1]))
