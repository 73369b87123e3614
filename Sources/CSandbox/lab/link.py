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
        if not self.is_over:
            self._out.append(message)

    def ask(self, *message):
        """Sends what has gathered, and returns the events that the world answers with."""
        if self.is_over:
            raise WorldStopped("the run is over")
        self._out.append(message)
        self.flush()
        kind, *rest = self.read()
        if kind != "e":
            self.is_over = True
            raise WorldStopped(rest[0])
        self.now, events = rest
        return events

    def flush(self):
        batch, self._out = self._out, []
        try:
            line = self._encode(batch)
        except (TypeError, ValueError, RecursionError):
            # One of them is no JSON: leave it out, and say so.
            good = [message for message in batch if self._is_json(message)]
            bad = next(message for message in batch if message not in good)
            good.append(("f", f"TypeError: {bad[0]!r} carries something that is not JSON"))
            line = self._encode(good)
        data = line.encode() + b"\n"
        while data:
            try:
                data = data[os.write(self.descriptor, data):]
            except OSError:
                self.is_over = True
                raise WorldStopped("the world is gone") from None

    def _is_json(self, message):
        try:
            self._encode(message)
            return True
        except (TypeError, ValueError, RecursionError):
            return False

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
        self._out.append(message)
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
