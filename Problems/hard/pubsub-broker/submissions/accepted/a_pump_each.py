# Each client has a queue, and a task that passes it on as fast as the client reads.
import asyncio
import signal

# So many lines may wait for a client that does not read; it loses the others.
WAITING_MAX = 1000
# What was sent before the signal to stop may still be on its way.
FAREWELL_S = 0.05


class Client:
    def __init__(self, writer):
        self.writer = writer
        self.waiting = asyncio.Queue()
        self.pump = asyncio.create_task(self.pass_on())

    def send(self, line):
        if self.waiting.qsize() < WAITING_MAX:
            self.waiting.put_nowait(line)

    async def pass_on(self):
        try:
            while (line := await self.waiting.get()) is not None:
                self.writer.write(line + b"\n")
                await self.writer.drain()
        except ConnectionError:
            pass
        self.writer.close()

    async def leave(self):
        """What waits is still passed on."""
        self.waiting.put_nowait(None)
        await asyncio.wait([self.pump])

    def cut_off(self):
        self.writer.transport.abort()


class Broker:
    def __init__(self):
        self.clients = {}
        self.subscribers = {}
        self.is_closed = False

    async def serve(self, reader, writer):
        client = Client(writer)
        self.clients[client] = asyncio.current_task()
        if self.is_closed:
            client.cut_off()
        try:
            while True:
                line = await reader.readuntil(b"\n")
                self.obey(client, line[:-1])
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        for subscribers in self.subscribers.values():
            subscribers.pop(client, None)
        await client.leave()
        del self.clients[client]

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

    async def close(self):
        self.is_closed = True
        for client in self.clients:
            client.cut_off()
        await asyncio.gather(*self.clients.values())


async def broker(_, port):
    state = Broker()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    # Not serving yet: from its first moment on there is somebody who will close it.
    server = await asyncio.start_server(state.serve, port=port, start_serving=False)
    try:
        await server.start_serving()
        await stop.wait()
        server.close()
        await asyncio.sleep(FAREWELL_S)
    finally:
        server.close()
        await state.close()
