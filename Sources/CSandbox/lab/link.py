"""The sandbox's end of the wire to the world (Sources/Lab/Protocol.md).

Everything in this package is untrusted: the world believes nothing that it could not have seen
itself. A solution that tears this apart can only say what an honest one could have said.
"""

import json
import os

RESULT, ERROR, PART, SIGNAL, CANCEL, ACKNOWLEDGED = range(6)


class WorldStopped(BaseException):
    """The world ended the run; the verdict is known over there."""


class Link:
    """Messages go out in batches, one line when an answer is needed."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        self.now = 0
        self.last_id = 0
        self._out = []
        self._in = b""
        self._encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
        self.is_over = False

    def next_id(self):
        self.last_id += 1
        return self.last_id

    def send(self, *message):
        """Raises TypeError or ValueError where the message carries something that is no JSON."""
        text = self._encode(message)
        if not self.is_over:
            self._out.append(text)

    def ask(self, *message):
        """Sends what has gathered, and returns the events that the world answers with."""
        if self.is_over:
            raise WorldStopped("the run is over")
        self.send(*message)
        self.flush()
        kind, *rest = self.read()
        if kind != "e":
            self.is_over = True
            raise WorldStopped(rest[0])
        self.now, events = rest
        return events

    def flush(self):
        batch, self._out = self._out, []
        data = b"[" + ",".join(batch).encode() + b"]\n"
        while data:
            try:
                data = data[os.write(self.descriptor, data):]
            except OSError:
                self.is_over = True
                raise WorldStopped("the world is gone") from None

    def read(self):
        while b"\n" not in self._in:
            chunk = os.read(self.descriptor, 1 << 16)
            if not chunk:
                self.is_over = True
                raise WorldStopped("the world is gone")
            self._in += chunk
        line, self._in = self._in.split(b"\n", 1)
        return json.loads(line)

    def finish(self, *message):
        """The answer. Nothing that follows counts, but for notes."""
        if self.is_over:
            return
        try:
            self.send(*message)
        except (TypeError, ValueError, RecursionError) as error:
            self.send("f", f"{type(error).__name__}: {error}")
        try:
            self.flush()
        except WorldStopped:
            pass
        self.is_over = True

    def note(self, notes):
        self.is_over = False
        try:
            self.finish("n", notes)
        except BaseException:
            pass
