"""asyncio's streams on the world's simulated network."""

import asyncio

from lab.link import ACKNOWLEDGED, ERROR

HIGH_WATER = 65536


async def connect(loop, protocol_factory, host, port):
    transport = SimulatedTransport(loop, (host, port))
    transport.opening = loop.create_future()
    transport.request = loop.open_channel("net", "open", [host, port], transport)
    try:
        await transport.opening
    except asyncio.CancelledError:
        loop.close_channel(transport.request)
        raise
    protocol = protocol_factory()
    transport.set_protocol(protocol)
    protocol.connection_made(transport)
    transport.deliver()
    return transport, protocol


class SimulatedTransport(asyncio.Transport):
    def __init__(self, loop, peer):
        super().__init__({"peername": peer, "sockname": ("lab", 0), "socket": None})
        self.loop = loop
        self.peer = peer
        self.request = None
        self.opening = None
        self.protocol = None
        self.arrived = []
        self.unsent = 0
        self.high, self.low = HIGH_WATER, HIGH_WATER // 4
        self.is_writing_paused = False
        self.is_reading_paused = False
        self.closing = False

    # From the world

    def lab_event(self, kind, value):
        if kind == ACKNOWLEDGED:
            self.unsent -= value
            if self.closing and self.unsent <= 0:
                self._hang_up()
            if self.is_writing_paused and self.unsent <= self.low:
                self.is_writing_paused = False
                self.protocol.resume_writing()
        elif value[0] == "open":
            if not self.opening.done():
                self.opening.set_result(None)
        else:
            self.arrived.append(value)
            self.deliver()

    def deliver(self):
        while self.arrived and self.protocol is not None and not self.is_reading_paused:
            what, *data = self.arrived.pop(0)
            if self.closing:
                continue
            if what == "data":
                self.protocol.data_received(data[0].encode("latin-1"))
            elif what == "eof" and not self.protocol.eof_received():
                self.close()

    def lab_end(self, kind, value):
        error = None
        if kind == ERROR:
            if (value or {}).get("code") == 104:
                error = ConnectionResetError(104, "Connection reset by peer")
            else:
                error = ConnectionRefusedError(111, f"Connect call failed {self.peer}")
        if self.opening is not None and not self.opening.done():
            self.opening.set_exception(error or ConnectionAbortedError())
        else:
            self._lose(error)

    def _lose(self, error):
        self.closing = True
        protocol, self.protocol = self.protocol, None
        if protocol is not None:
            protocol.connection_lost(error)

    # asyncio.Transport

    def set_protocol(self, protocol):
        self.protocol = protocol

    def get_protocol(self):
        return self.protocol

    def write(self, data):
        if self.closing or not data:
            return
        self.loop.link.send("p", self.request, ["data", bytes(data).decode("latin-1")])
        self.unsent += len(data)
        if self.unsent > self.high and not self.is_writing_paused:
            self.is_writing_paused = True
            self.protocol.pause_writing()

    def writelines(self, lines):
        self.write(b"".join(lines))

    def write_eof(self):
        self.loop.link.send("p", self.request, ["eof"])

    def can_write_eof(self):
        return True

    def is_closing(self):
        return self.closing

    def close(self):
        if not self.closing:
            self.closing = True
            if self.unsent <= 0:
                self._hang_up()

    def abort(self):
        self.closing = True
        self.unsent = 0
        self._hang_up()

    def _hang_up(self):
        self.loop.link.send("p", self.request, ["close"])
        self.loop.call_soon(self._lose, None)

    def pause_reading(self):
        self.is_reading_paused = True

    def resume_reading(self):
        self.is_reading_paused = False
        self.loop.call_soon(self.deliver)

    def is_reading(self):
        return not self.is_reading_paused

    def set_write_buffer_limits(self, high=None, low=None):
        self.high = HIGH_WATER if high is None else high
        self.low = self.high // 4 if low is None else low

    def get_write_buffer_size(self):
        return self.unsent

    def get_write_buffer_limits(self):
        return self.low, self.high


class SimulatedServer(asyncio.AbstractServer):
    sockets = ()

    def __init__(self, loop, protocol_factory, port):
        self.loop = loop
        self.protocol_factory = protocol_factory
        self.port = port
        self.request = None
        self.listening = loop.create_future()
        self.closed = loop.create_future()
        self.serving = None

    async def start_serving(self):
        if self.request is None and not self.closed.done():
            self.request = self.loop.open_channel("net", "listen", self.port, self)
            try:
                await self.listening
            except asyncio.CancelledError:
                self.close()  # nobody has this server to close it
                raise

    def lab_event(self, kind, value):
        if value[0] == "listening":
            if not self.listening.done():
                self.listening.set_result(None)
        elif value[0] == "accept":
            transport = SimulatedTransport(self.loop, (value[2], 0))
            transport.request = value[1]
            self.loop.adopt_channel(value[1], transport)
            protocol = self.protocol_factory()
            transport.set_protocol(protocol)
            protocol.connection_made(transport)

    def lab_end(self, kind, value):
        if not self.listening.done():
            self.listening.set_exception(OSError(98, "Address already in use"))
        if not self.closed.done():
            self.closed.set_result(None)

    def is_serving(self):
        return self.request is not None

    def get_loop(self):
        return self.loop

    def close(self):
        if self.request is None:
            return
        self.request = None
        self.loop.link.send("r", self.loop.link.next_id(), "net", "close", self.port)
        if self.serving is not None and not self.serving.done():
            self.serving.cancel()

    async def wait_closed(self):
        if self.listening.done():
            await asyncio.shield(self.closed)

    async def serve_forever(self):
        await self.start_serving()
        self.serving = self.loop.create_future()
        try:
            await self.serving
        except asyncio.CancelledError:
            self.close()
            await self.wait_closed()
            raise
