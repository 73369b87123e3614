"""Writes data/ below the directory given, or below this package. Same data every time."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3]))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from lab_cases import MS, SECOND, Cases, seed_of
from network import Network

# Every byte that ends no line and that Python's own methods might take for blank or for an end.
ODD_BYTES = "\t \x00\x0b\x0c\x1c\x1d\x1e\x7f\x80\x85\xa0\xad\xe9\xff"
LONGEST = 8_000


class Brokers(Cases):
    def __init__(self, generator, rng):
        super().__init__(generator)
        self.rng = rng

    def broker(self, name, network, in_time=False, **options):
        scenario = network.scenario(seed_of(self.rng), **options)
        self.add(name, scenario, network.answer(in_time))

    def text(self, length):
        return "".join(self.rng.choice("abcdefghijklmnopqrstuvwxyz ") for _ in range(length))


def main():
    cases = Brokers(__file__, random.Random(20251123))
    samples(cases)
    basic(cases)
    edges(cases)
    gone(cases)
    shutdown(cases)
    speed(cases)
    schedules(cases)
    cases.write()


def samples(cases):
    network = Network(500 * MS)
    network.client("ann", 10 * MS).send(20 * MS, "SUB tea").send(60 * MS, "UNSUB tea")
    network.client("bob", 10 * MS).send(30 * MS, "SUB tea", "SUB cake", "HELLO")
    (network.client("eve", 10 * MS)
     .send(40 * MS, "PUB tea is ready").send(50 * MS, "PUB cake  two left", "COUNT tea")
     .send(70 * MS, "PUB tea is cold"))
    network.refused("zoe")
    cases.broker("sample/1", network)

    network = Network(600 * MS)
    (network.client("sleeper", 10 * MS)
     .send(20 * MS, "SUB news").do(90 * MS, "stall"))
    network.client("reader", 10 * MS, 20 * MS).send(20 * MS, "SUB news")
    press = network.client("press", 10 * MS, 20 * MS)
    for number in range(5):
        press.send((60 + 20 * number) * MS, f"PUB news number {number}")
    press.send(599 * MS, "PUB news the last")
    cases.broker("sample/2", network, in_time=True, campaign={"schedules": 1, "cancels": 2})


def basic(cases):
    network = Network(SECOND)
    network.client("c0", 5 * MS).send(10 * MS, "SUB a")
    publisher = network.client("pub", 5 * MS)
    for number in range(5):
        publisher.send((500 + number) * MS, f"PUB a message {number}")
    cases.broker("secret/1-basic/01-one", network)

    network = Network(1200 * MS, 7001)
    for number in range(6):
        topics = ["SUB a"] if number % 2 else ["SUB a", "SUB b"]
        network.client(f"c{number}", (5 + number) * MS).send((20 + number) * MS, *topics)
    publisher = network.client("pub", 5 * MS)
    for number in range(40):
        publisher.send((600 + number) * MS, f"PUB {'ab'[number % 2]} message {number}")
    cases.broker("secret/1-basic/02-two-topics", network)

    network = Network(2 * SECOND, 80)
    for number in range(10):
        client = network.client(f"c{number}", (5 + number) * MS)
        for topic in range(number % 4 + 1):
            client.send((30 + number) * MS, f"SUB t{topic}")
        client.send((1000 + number) * MS, f"UNSUB t{number % 2}")
    for number in range(3):
        publisher = network.client(f"p{number}", 50 * MS)
        for step in range(40):
            at_us = (100 + 40 * step + 3 * number) * MS
            publisher.send(at_us, f"PUB t{(step + number) % 4} {number} says {step}")
        publisher.send(1900 * MS + number, *(f"COUNT t{topic}" for topic in range(5)))
    cases.broker("secret/1-basic/03-subscribe-and-unsubscribe", network)


def edges(cases):
    rng = cases.rng
    network = Network(SECOND, 7100)
    cases.broker("secret/2-edges/01-nobody", network)

    network = Network(SECOND, 7101)
    publisher = network.client("pub", 5 * MS).send(10 * MS, "PUB a nobody hears", "COUNT a")
    network.client("c0", 20 * MS).send(30 * MS, "SUB a", "UNSUB b", "COUNT b")
    publisher.send(40 * MS, "PUB a somebody hears", "PUB b nobody still")
    cases.broker("secret/2-edges/02-no-subscriber", network)

    network = Network(SECOND, 7102)
    network.client("c0", 5 * MS).piece(10 * MS, "SU").piece(20 * MS, "B a\nSUB ").piece(
        30 * MS, "b\nCOUNT a").piece(40 * MS, "\n")
    publisher = network.client("pub", 5 * MS)
    for place, character in enumerate("PUB a letter by letter\nPUB b and again\nCOUNT a\n"):
        publisher.piece((100 + place) * MS, character)
    publisher.piece(200 * MS, "".join(f"PUB a line {number}\n" for number in range(30)) + "PUB")
    publisher.piece(300 * MS, " b the last\nPUB a never finished")
    cases.broker("secret/2-edges/03-pieces", network)

    network = Network(SECOND, 7103)
    wrong = [
        "", " ", "SUB", "SUB ", "SUB  ", "SUB a b", "SUB a ", "SUB  a", " SUB a", "sub a",
        "SUBa", "UNSUB", "UNSUB ", "UNSUB a b", "UNSUB a ", "UNSUB  a", "PUB", "PUB ", "PUB a",
        "PUB  text", "PUB  ", "COUNT", "COUNT ", "COUNT a b", "COUNT a ", "COUNT  a", "count a",
        "MSG a text", "ERR", "HELLO you", "PUBLISH a text", "UNSUBSCRIBE a"]
    reader = network.client("c0", 5 * MS).send(10 * MS, *wrong)
    reader.send(20 * MS, "SUB a").send(30 * MS, "SUB a b c", "UNSUB a now", "COUNT a b c")
    publisher = network.client("pub", 5 * MS)
    for number, text in enumerate(["", " ", "  ", " b ", "b  c", "b c ", "PUB a x", "a", "0"]):
        publisher.send((100 + number) * MS, f"PUB a {text}")
    for number, line in enumerate(wrong):
        publisher.send((200 + number) * MS, line)
    network.client("counter", 5 * MS).send(
        400 * MS, "COUNT a", "COUNT b", "COUNT c", "COUNT text", "COUNT now")
    cases.broker("secret/2-edges/04-lines-that-mean-nothing", network)

    network = Network(SECOND, 7104)
    network.client("c0", 5 * MS).send(
        10 * MS, "SUB a", "SUB caf\xc3\xa9", "SUB \xff\xfe", "SUB x\ty", "HELLO \xfe", "\xe9")
    publisher = network.client("pub", 5 * MS)
    for number, odd in enumerate(ODD_BYTES):
        publisher.send((100 + number) * MS, f"PUB a {odd}{number}{odd}")
    publisher.send(
        300 * MS, "PUB caf\xc3\xa9 au lait", "PUB \xff\xfe bytes", "PUB caf\xe9 is another",
        "PUB x\ty tab", "PUB x blank", "COUNT \xff\xfe", "COUNT x")
    cases.broker("secret/2-edges/05-bytes", network)

    network = Network(SECOND, 7105)
    (network.client("c0", 5 * MS)
     .send(10 * MS, "SUB a", "SUB a", "UNSUB b", "PUB a mine 1", "SUB a", "PUB a mine 2")
     .send(20 * MS, "UNSUB a", "PUB a mine 3", "UNSUB a", "COUNT a")
     .send(30 * MS, "SUB a", "SUB b", "PUB b mine 4", "PUB a mine 5", "COUNT b")
     .send(60 * MS, "UNSUB b"))
    (network.client("c1", 5 * MS).send(40 * MS, "SUB a", "SUB b", "SUB a", "COUNT a")
     .send(50 * MS, "PUB a yours 1", "UNSUB a", "PUB a yours 2", "PUB b yours 3")
     .send(70 * MS, "PUB b yours 4", "PUB a yours 5", "COUNT b"))
    cases.broker("secret/2-edges/06-own-messages", network)

    network = Network(SECOND, 7106)
    topics = ["a", "A", "aa", "a.b", "a*", "*", "#", "a/b", ".", "0", "00", "MSG", "\x00", "None"]
    for number, topic in enumerate(topics):
        network.client(f"c{number}", (5 + number) * MS).send(30 * MS, f"SUB {topic}")
    publisher = network.client("pub", 5 * MS)
    for number, topic in enumerate(topics + ["b", "a.", "aaa", "-1"]):
        publisher.send((100 + number) * MS, f"PUB {topic} for {topic}")
    cases.broker("secret/2-edges/07-topics-alike", network)

    network = Network(SECOND, 65_535)
    network.client("c0", 5 * MS).send(10 * MS, "SUB " + "t" * 100, "SUB a")
    publisher = network.client("pub", 5 * MS).send(
        100 * MS, "PUB a " + "x" * (LONGEST - 6), f"PUB {'t' * 100} " + cases.text(3000))
    publisher.send(200 * MS, "x" * LONGEST)
    cases.broker("secret/2-edges/08-long-lines", network)


def gone(cases):
    """Clients that end their side, or whose connection breaks."""
    network = Network(2 * SECOND, 7107)
    # All in one moment: what is due to it is still sent.
    (network.client("hasty", 5 * MS)
     .send(10 * MS, "SUB a", "PUB a mine", "COUNT a", "OOPS").do(10 * MS, "eof"))
    network.client("silent", 5 * MS).do(10 * MS, "eof")
    network.client("brief", 5 * MS).send(15 * MS, "SUB a").do(205 * MS, "eof")
    network.client("broken off", 5 * MS).piece(30 * MS, "SUB a\nPUB a half a line").do(
        305 * MS, "eof")
    stays = network.client("stays", 5 * MS).send(20 * MS, "SUB a")
    publisher = network.client("pub", 5 * MS)
    for number in range(20):
        publisher.send((60 + 20 * number) * MS, f"PUB a message {number}", f"COUNT n{number}")
    publisher.send(100 * MS + 1, "COUNT a").send(1000 * MS, "PUB a at last")
    network.client("witness", 5 * MS).send(250 * MS, "COUNT a")
    network.client("second witness", 5 * MS).send(350 * MS, "COUNT a")
    network.client("reader", 400 * MS).send(410 * MS, "SUB a").do(900 * MS, "eof")
    stays.send(1100 * MS, "UNSUB a").send(1200 * MS, "COUNT a")
    # Four connections are open at the signal; the listener and the request to close it count too.
    cases.broker("secret/2-edges/09-end-of-file", network, budgets={"peak": {"net": 4 + 2}})

    network = Network(2 * SECOND, 7108)
    for number in range(8):
        client = network.client(f"c{number}", (5 + number) * MS).send(
            (30 + number) * MS, "SUB a", f"SUB b{number % 3}")
        if number in (1, 4):
            client.do(305 * MS, "reset")
    network.client("unfinished", 5 * MS).piece(100 * MS, "PUB a lost").do(200 * MS, "reset")
    network.client("overtaken", 5 * MS, 20 * MS).send(320 * MS, "SUB a").do(330 * MS, "reset")
    publisher = network.client("pub", 5 * MS)
    for number in range(40):
        publisher.send((100 + 10 * number) * MS, f"PUB a message {number}")
    publisher.send(290 * MS, "COUNT b1").send(310 * MS, "COUNT b1 ", "COUNT a")
    network.client("back", 600 * MS).send(610 * MS, "SUB a", "COUNT a", "COUNT b1")
    publisher.send(700 * MS, "PUB a to the one who is back", "PUB b1 still here")
    cases.broker("secret/2-edges/10-resets", network)


def shutdown(cases):
    network = Network(SECOND, 7109)
    for number in range(4):
        network.client(f"idle{number}", (5 + number) * MS).send(50 * MS, "SUB a")
    network.client("mute", 10 * MS)
    network.client("half a line", 10 * MS).piece(20 * MS, "SUB a\nPUB a never")
    network.refused("late")
    cases.broker("secret/2-edges/11-idle-at-the-signal", network)

    network = Network(SECOND, 7110)
    network.client("near", 5 * MS).send(50 * MS, "SUB a")
    network.client("far", 5 * MS, 20 * MS).send(50 * MS, "SUB a")
    network.client("p0", 5 * MS, 20 * MS).send(SECOND - 10, "PUB a sent before", "COUNT a")
    network.client("p1", 5 * MS, 19 * MS).send(SECOND - 1, "PUB a sent just before")
    talker = network.client("talker", 5 * MS)
    for number in range(400):
        talker.send(900 * MS + number * 5 * MS + 7, f"PUB a talks {number}")
    network.refused("late")
    cases.broker("secret/2-edges/12-on-the-way-at-the-signal", network)

    network = Network(SECOND, 7111)
    network.client("c0", 5 * MS).send(50 * MS, "SUB a")
    network.client("p0", 5 * MS, 15 * MS).send(SECOND - 1, "PUB a still")
    network.refused("late")
    cases.broker(
        "secret/2-edges/13-more-signals", network,
        signals=[SECOND + 1, SECOND + 10 * MS, SECOND + 30 * MS])

    network = Network(3 * MS, 7112)
    network.client("c0", 2 * MS)
    network.client("c1", 2 * MS, 20 * MS).send(2 * MS, "COUNT a", "HELLO")
    network.refused("late")
    cases.broker("secret/2-edges/14-signal-at-once", network)


def speed(cases):
    rng = cases.rng
    network = Network(3 * SECOND, 7200)
    for number in range(50):
        client = network.client(
            f"c{number}", (5 + number) * MS, rng.randrange(1, 21) * MS)
        client.send((100 + number) * MS, f"SUB t{number % 5}")
    for number in range(4):
        publisher = network.client(f"p{number}", 60 * MS, (1 + 5 * number) * MS)
        for step in range(15):
            at_us = (500 + 40 * step) * MS + 7 * number
            publisher.send(at_us, f"PUB t{step % 5} {number} {step}")
    cases.broker("secret/3-speed/01-fifty", network, in_time=True)

    # The one that does not read gets more than may wait in its connection.
    network = Network(3 * SECOND, 7201)
    for number in range(4):
        client = network.client(f"c{number}", (5 + number) * MS).send(50 * MS, "SUB small")
        if number == 2:
            client.send(60 * MS, "SUB big").do(200 * MS, "stall")
    publisher = network.client("pub", 5 * MS)
    network.client("witness", 5 * MS).send(1000 * MS, "COUNT big")
    for number in range(12):
        at_us = (300 + 20 * number) * MS
        publisher.send(at_us, f"PUB big {number} " + "x" * 7200, f"PUB small {number}")
    cases.broker("secret/3-speed/02-slow-reader", network, in_time=True)

    # It publishes all the same, and gets its own messages.
    network = Network(3 * SECOND, 7202)
    network.client("c0", 5 * MS, 10 * MS).send(50 * MS, "SUB small")
    publisher = network.client("pub", 5 * MS).send(
        50 * MS, "SUB big", "SUB small").do(200 * MS, "stall")
    for number in range(12):
        at_us = (300 + 20 * number) * MS
        publisher.send(at_us, f"PUB big {number} " + "y" * 7200, f"PUB small {number}", "OOPS")
    publisher.send(900 * MS, "UNSUB big")
    network.client("witness", 5 * MS).send(1000 * MS, "COUNT big", "COUNT small")
    cases.broker("secret/3-speed/03-slow-publisher", network, in_time=True)

    # Who reads gets everything, also when much comes at once.
    network = Network(3 * SECOND, 7203)
    network.client("c0", 5 * MS, 10 * MS).send(50 * MS, "SUB a")
    network.client("pub", 5 * MS).send(
        500 * MS, *(f"PUB a {number} " + "z" * 480 for number in range(175)))
    network.client("leaves", 5 * MS, 5 * MS).send(
        1000 * MS, "SUB own", *(f"PUB own {number} " + "o" * 900 for number in range(74))
    ).do(1000 * MS, "eof")
    cases.broker("secret/3-speed/04-burst", network, in_time=True)

    # Connections break while much waits in them.
    network = Network(3 * SECOND, 7204)
    for number in range(3):
        client = network.client(f"c{number}", (5 + number) * MS).send(50 * MS, "SUB small")
        if number < 2:
            client.send(60 * MS, "SUB big").do(200 * MS, "stall")
            client.do((700 + 150 * number) * MS, "reset")
    network.client("leaves", 5 * MS).send(60 * MS, "SUB big").do(200 * MS, "stall").do(
        750 * MS, "eof")
    publisher = network.client("pub", 5 * MS)
    for number in range(9):
        at_us = (300 + 50 * number) * MS
        publisher.send(at_us, f"PUB big {number} " + "w" * 7900, f"PUB small {number}")
    publisher.send(1000 * MS, "COUNT big", "COUNT small", "PUB big none", "PUB small one")
    network.client("back", 1100 * MS).send(1110 * MS, "SUB big")
    publisher.send(1200 * MS, "PUB big welcome", "PUB small too")
    cases.broker("secret/3-speed/05-resets-of-slow-readers", network, in_time=True)

    # More small messages than anybody would keep for somebody who does not read.
    network = Network(3 * SECOND, 7205)
    network.client("sleeper", 5 * MS).send(50 * MS, "SUB f").do(200 * MS, "stall")
    network.client("c0", 5 * MS).send(50 * MS, "SUB a")
    publisher = network.client("pub", 5 * MS)
    for number in range(26):
        at_us = (300 + 20 * number) * MS
        lines = [f"PUB f {number} {step} " + "f" * 12 for step in range(125)]
        publisher.send(at_us, *lines, f"PUB a {number}")
    network.refused("late")
    cases.broker("secret/3-speed/06-flood", network, in_time=True)

    network = Network(4 * SECOND, 7206)
    for number in range(150):
        client = network.client(f"c{number}", (5 + number) * MS, (1 + number % 20) * MS)
        client.send((300 + number) * MS, f"SUB t{number % 10}")
        if number % 15 == 7:
            client.do(900 * MS, "stall")
        if number % 15 == 8:
            client.do((1000 + number) * MS, "reset")
    publisher = network.client("pub", 5 * MS)
    for number in range(200):
        publisher.send((1000 + number * 8) * MS + 500, f"PUB t{number % 10} {number}")
    network.client("witness", 5 * MS).send(
        3000 * MS, *(f"COUNT t{topic}" for topic in range(11)))
    network.refused("late")
    cases.broker("secret/3-speed/07-maximal", network, in_time=True)


def schedules(cases):
    network = Network(300 * MS, 7300)
    network.client("c0", 5 * MS).send(10 * MS, "SUB a", "SUB b")
    network.client("c1", 6 * MS, 4 * MS).send(12 * MS, "SUB b").do(120 * MS, "eof")
    publisher = network.client("pub", 7 * MS)
    for number in range(8):
        publisher.send((50 + 20 * number) * MS, f"PUB {'ab'[number % 2]} {number}")
    network.refused("late")
    cases.broker(
        "secret/4-schedules/01-small", network, in_time=True,
        campaign={"schedules": 6, "cancels": 40})

    network = Network(600 * MS, 7301)
    network.client("sleeper", 5 * MS).send(10 * MS, "SUB a").do(20 * MS, "stall")
    network.client("c0", 5 * MS).send(10 * MS, "SUB b").do(130 * MS, "reset")
    publisher = network.client("pub", 6 * MS)
    for number in range(9):
        publisher.send((50 + 20 * number) * MS, f"PUB a {number} " + "s" * 7900, f"PUB b {number}")
    cases.broker(
        "secret/4-schedules/02-slow-reader", network, in_time=True,
        campaign={"schedules": 6, "cancels": 50})

    # Much at the same instant, in any order.
    network = Network(500 * MS, 7302)
    for number in range(12):
        client = network.client(f"c{number}", 5 * MS).send(10 * MS, f"SUB t{number % 4}")
        client.send(200 * MS, f"COUNT t{number % 4}", "NO", f"SUB u{number}")
        if number in (2, 7):
            client.do(301 * MS, "reset")
        elif number in (3, 9):
            client.do(300 * MS, "eof")
        else:
            client.send(450 * MS, f"COUNT u{number}")
    for number in range(4):
        publisher = network.client(f"p{number}", 5 * MS)
        for step in range(6):
            publisher.send((50 + 20 * step) * MS, f"PUB t{number} {step}")
        publisher.send(310 * MS, f"PUB t{number} after", f"COUNT t{number}")
    cases.broker(
        "secret/4-schedules/03-same-instant", network, in_time=True,
        campaign={"schedules": 12, "cancels": 12})

    # The signal comes together with a message, a connection, an end and a reset.
    network = Network(200 * MS, 7303)
    network.client("c0", 5 * MS).send(10 * MS, "SUB a")
    network.client("p0", 6 * MS).send(199 * MS, "PUB a at the signal")
    network.client("p1", 6 * MS, 9 * MS).send(200 * MS, "PUB a sent at the signal")
    network.client("ends", 6 * MS).send(20 * MS, "SUB b").do(199 * MS, "eof")
    network.client("breaks", 6 * MS).send(20 * MS, "SUB b").do(200 * MS, "reset")
    network.visitor("comes", 200 * MS)
    network.visitor("comes next", 200 * MS + 1)
    network.refused("late")
    cases.broker(
        "secret/4-schedules/04-at-the-signal", network, in_time=True,
        campaign={"schedules": 12, "cancels": 40})

    network = Network(150 * MS, 7304)
    cases.broker(
        "secret/4-schedules/05-nobody", network, campaign={"schedules": 2, "cancels": 10})


main()
