# Without streams and tasks: a protocol that writes for as long as the transport lets it.
import asyncio
import collections
import signal


class Session(asyncio.Protocol):
    def __init__(self, topics, sessions):
        self.topics = topics
        self.sessions = sessions
        self.unfinished = b""
        self.waiting = collections.deque(maxlen=5000)
        self.may_write = True
        self.has_said_all = False

    def connection_made(self, transport):
        self.transport = transport
        self.sessions[self] = None

    def connection_lost(self, error):
        self.leave()
        del self.sessions[self]

    def leave(self):
        for subscribers in self.topics.values():
            subscribers.pop(self, None)

    def eof_received(self):
        self.has_said_all = True
        self.leave()
        self.flush()
        return True

    def data_received(self, data):
        *lines, self.unfinished = (self.unfinished + data).split(b"\n")
        for line in lines:
            self.obey(line)

    def obey(self, line):
        match line.split(b" ", 2):
            case [b"PUB", topic, text] if topic:
                for subscriber in self.topics[topic]:
                    subscriber.send(b" ".join([b"MSG", topic, text]))
            case [b"SUB", topic] if topic:
                self.topics[topic][self] = None
            case [b"UNSUB", topic] if topic:
                self.topics[topic].pop(self, None)
            case [b"COUNT", topic] if topic:
                self.send(b"COUNT %s %d" % (topic, len(self.topics[topic])))
            case _:
                self.send(b"ERR " + line)

    def send(self, line):
        self.waiting.append(line + b"\n")
        self.flush()

    def flush(self):
        while self.may_write and self.waiting:
            self.transport.write(self.waiting.popleft())
        if self.has_said_all and not self.waiting:
            self.transport.close()

    def pause_writing(self):
        self.may_write = False

    def resume_writing(self):
        self.may_write = True
        self.flush()


async def broker(_, port):
    loop = asyncio.get_running_loop()
    topics = collections.defaultdict(dict)
    sessions = {}
    stop = loop.create_future()
    loop.add_signal_handler(signal.SIGTERM, lambda: stop.done() or stop.set_result(None))
    server = await loop.create_server(
        lambda: Session(topics, sessions), port=port, start_serving=False)
    try:
        await server.start_serving()
        await stop
        server.close()
        await asyncio.sleep(0.1)
    finally:
        server.close()
        for session in sessions:
            session.transport.abort()
