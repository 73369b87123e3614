"""Scripted clients of a broker, and what a broker must send to them.

Texts have one character for each byte (Latin-1). Times are in microseconds.
"""

import random

# From the signal on a solution has so long to refuse new connections, and to end.
REFUSES_WITHIN_US = 5_000
ENDS_WITHIN_US = 1_000_000
# A message must arrive so soon after it was sent, in cases that ask for speed.
LATE_US = 60_000
BACKLOG_BYTES = 80_000
# The judge knows lines only by their text: a client must not get the same one twice.
PERMUTATIONS = 6


class Client:
    """What one client does; methods return the client, so that they can be chained."""

    def __init__(self, name, at_us, latency_us):
        self.name = name
        self.at_us = at_us
        self.latency_us = latency_us
        self.script = []

    def send(self, at_us, *lines):
        """Complete lines, in one piece."""
        return self.piece(at_us, "".join(line + "\n" for line in lines))

    def piece(self, at_us, text):
        self.script.append({"at_us": at_us, "send": text})
        return self

    def do(self, at_us, deed):
        """eof, reset or stall."""
        self.script.append({"at_us": at_us, "do": deed})
        return self

    def time_of(self, deed):
        return next((step["at_us"] for step in self.script if step.get("do") == deed), None)

    def as_json(self, port):
        return {
            "name": self.name, "port": port, "at_us": self.at_us, "latency_us": self.latency_us,
            "script": self.script}


class Network:
    def __init__(self, signal_us, port=7000):
        self.signal_us = signal_us
        self.port = port
        self.clients = []
        self.late = []
        self.visitors = []

    def client(self, name, at_us, latency_us=1_000):
        client = Client(name, at_us, latency_us)
        self.clients.append(client)
        return client

    def refused(self, name, after_us=REFUSES_WITHIN_US):
        """A client that comes after the signal."""
        self.late.append(Client(name, self.signal_us + after_us, 1_000))

    def visitor(self, name, at_us):
        """A client that may be refused, or not, and wants nothing."""
        self.visitors.append(Client(name, at_us, 1_000))

    def scenario(self, seed, signals=(), budgets=None, campaign=None):
        times = [self.signal_us, *signals]
        scenario = {
            "seed": seed, "input": None, "parameters": {"port": self.port},
            "services": {"net": {
                "type": "net", "max_backlog_bytes": BACKLOG_BYTES,
                "clients": [
                    client.as_json(self.port)
                    for client in self.clients + self.late + self.visitors]}},
            "signals": [{"at_us": at_us, "signal": 15} for at_us in times],
            "budgets": {"block_us": 1_000, **(budgets or {})},
            "checker": {"name": "broker"},
            "virtual_time_limit_us": self.signal_us + 10 * ENDS_WITHIN_US}
        if campaign:
            scenario["campaign"] = campaign
        return scenario

    def answer(self, in_time=False):
        """What the clients must get, which may not depend on the order of equal times."""
        clients = self.expected(list(range(len(self.clients))))
        rng = random.Random(1)
        for _ in range(PERMUTATIONS):
            order = rng.sample(range(len(self.clients)), len(self.clients))
            assert self.expected(order) == clients, "the case is ambiguous"
        answer = {
            "refused": [client.name for client in self.late],
            "ends_before_us": self.signal_us + ENDS_WITHIN_US, "clients": clients}
        if in_time:
            answer["late_us"] = LATE_US
        return answer

    def expected(self, order):
        """`order` breaks ties between clients."""
        events = []
        for place, client in zip(order, self.clients):
            reset_us = client.time_of("reset")
            for number, step in enumerate(client.script):
                deed = step.get("do")
                if deed == "stall":
                    continue
                time = step["at_us"] + (0 if deed == "reset" else client.latency_us)
                assert step["at_us"] >= client.at_us
                assert deed or client.time_of("eof") is None or step["at_us"] <= client.time_of(
                    "eof")
                if reset_us is not None and deed != "reset":
                    assert time != reset_us
                    if time > reset_us:
                        continue
                events.append((time, place, number, client, step))
        broker = Model(self.signal_us)
        for time, _, _, client, step in sorted(events, key=lambda event: event[:3]):
            broker.take(time, client, step)
        return {
            client.name: broker.entry(client)
            for client in self.clients if client.time_of("reset") is None}


class Model:
    """A broker in which nothing takes time."""

    def __init__(self, signal_us):
        self.signal_us = signal_us
        self.topics = {}
        self.unfinished = {}
        self.must = {}
        self.may = {}

    def take(self, time, client, step):
        if "send" in step:
            *lines, rest = (self.unfinished.get(client, "") + step["send"]).split("\n")
            self.unfinished[client] = rest
            for line in lines:
                self.obey(time, client, step["at_us"], line)
        else:
            for subscribers in self.topics.values():
                subscribers.discard(client)

    def obey(self, time, client, sent_us, line):
        words = line.split(" ")
        is_command = len(words) == 2 and words[1] != ""
        topic = words[1] if len(words) > 1 else ""
        subscribers = self.topics.setdefault(topic, set())
        if words[0] == "PUB" and len(words) > 2 and topic != "":
            for subscriber in subscribers:
                self.send(time, subscriber, sent_us, "MSG" + line.removeprefix("PUB"))
        elif words[0] == "SUB" and is_command:
            assert sent_us <= self.signal_us
            subscribers.add(client)
        elif words[0] == "UNSUB" and is_command:
            assert sent_us <= self.signal_us
            subscribers.discard(client)
        elif words[0] == "COUNT" and is_command:
            self.send(time, client, sent_us, f"COUNT {topic} {len(subscribers)}")
        else:
            self.send(time, client, sent_us, f"ERR {line}")

    def send(self, time, client, sent_us, line):
        stall_us = client.time_of("stall")
        if stall_us is not None:
            assert time != stall_us
            if time > stall_us:
                return
        if sent_us > self.signal_us:
            self.may.setdefault(client, []).append(line)
        else:
            self.must.setdefault(client, []).append([sent_us, line])

    def entry(self, client):
        must, may = self.must.get(client, []), self.may.get(client, [])
        texts = [line for _, line in must] + may
        assert len(set(texts)) == len(texts), f"{client.name} gets a line twice"
        return {"must": must, "may": sorted(may)}
