# An ignored edge case: close() waits until all is sent, to a client that does not read.
import asyncio
import signal


class Client:
    def __init__(self, writer):
        self.writer = writer
        self.waiting = asyncio.Queue()
        self.pump = asyncio.create_task(self.pass_on())

    def send(self, line):
        self.waiting.put_nowait(line)

    async def pass_on(self):
        try:
            while (line := await self.waiting.get()) is not None:
                self.writer.write(line + b"\n")
                await self.writer.drain()
        except ConnectionError:
            pass
        self.writer.close()


class Broker:
    def __init__(self):
        self.clients = {}
        self.subscribers = {}
        self.is_closed = False

    async def serve(self, reader, writer):
        client = Client(writer)
        self.clients[client] = None
        if self.is_closed:
            writer.transport.abort()
        try:
            while True:
                line = await reader.readuntil(b"\n")
                self.obey(client, line[:-1])
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        for subscribers in self.subscribers.values():
            subscribers.pop(client, None)
        client.send(None)

    def obey(self, client, line):
        command, _, rest = line.partition(b" ")
        topic, blank, _ = rest.partition(b" ")
        subscribers = self.subscribers.setdefault(topic, {})
        if command == b"PUB" and topic and blank:
            for subscriber in subscribers:
                subscriber.send(b"MSG " + rest)
        elif command == b"SUB" and topic and not blank:
            subscribers[client] = None
        elif command == b"UNSUB" and topic and not blank:
            subscribers.pop(client, None)
        elif command == b"COUNT" and topic and not blank:
            client.send(b"COUNT %s %d" % (topic, len(subscribers)))
        else:
            client.send(b"ERR " + line)

    def close(self):
        self.is_closed = True
        for client in self.clients:
            client.writer.close()


async def broker(_, port):
    state = Broker()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    server = await asyncio.start_server(state.serve, port=port, start_serving=False)
    try:
        await server.start_serving()
        await stop.wait()
        server.close()
        await asyncio.sleep(0.05)
    finally:
        server.close()
        state.close()
