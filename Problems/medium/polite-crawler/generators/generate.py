"""Writes data/ below the directory given, or below this package. Same data every time."""

import pathlib
import random
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3]))
from lab_cases import MS, Cases, seed_of

RETRIES = 3
ALWAYS = 99


def page(size, *links):
    return {"links": list(links), "size": size}


def random_site(rng, hosts, pages, *, depth, extra=2):
    """Page `i` hangs on one of the `depth` before it: the smaller, the deeper. `extra` more links
    per page go anywhere, so there are cycles and repetitions."""
    urls = [f"h{rng.randrange(hosts)}/p{i}" for i in range(pages)]
    web = {url: page(rng.randrange(1000), *rng.choices(urls, k=extra)) for url in urls}
    for i in range(1, pages):
        links = web[urls[rng.randrange(max(0, i - depth), i)]]["links"]
        links.insert(rng.randrange(len(links) + 1), urls[i])
    return urls, web


def crawled(root, web, failures, code):
    """The right answer, and how many requests it takes."""
    found, waiting = {root}, [root]
    answer = {"ok": [], "broken": [], "bytes": 0}
    requests = 0
    while waiting:
        url = waiting.pop()
        failed = failures.get(url, 0)
        retries = min(failed, RETRIES) if code == 503 else 0
        requests += 1 + retries
        if url not in web or failed > retries:
            answer["broken"].append(url)
            continue
        answer["ok"].append(url)
        answer["bytes"] += web[url]["size"]
        for link in web[url]["links"]:
            if link not in found:
                found.add(link)
                waiting.append(link)
    answer["ok"].sort()
    answer["broken"].sort()
    return answer, requests


def main():
    rng = random.Random(20251031)
    cases = Cases(__file__)

    def add(name, root, web, *, failures=None, code=503, span=0, latency=None, factor=None,
            campaign=None):
        """`failures`: how often each page fails. `latency`: ms by page."""
        failures = failures or {}
        answer, requests = crawled(root, web, failures, code)
        service = {
            "type": "table", "data": web,
            "latency": {"base_us": 100 * MS, "low_us": 10 * MS, "high_us": 900 * MS},
            "limit": {"max": 2, "by_host": True, "policy": "violate"}}
        if span:
            service["latency"]["span_us"] = span * MS
        if latency:
            service["latency"]["per_key_us"] = {url: ms * MS for url, ms in latency.items()}
        if failures:
            service["fail"] = {"keys": failures, "code": code, "backoff_us": 200 * MS}
        scenario = {
            "seed": seed_of(rng), "input": root, "services": {"web": service},
            "budgets": {"requests": requests, "peak": {"web": 8}}}
        if campaign:
            scenario["campaign"] = campaign
        cases.add(name, scenario, answer, factor)

    samples(add)
    basic(add, rng)
    edges(add, rng)
    speed(add, rng)
    schedules(add, rng)
    cases.write()


def samples(add):
    add("sample/1", "a/home", {
        "a/home": page(120, "a/news", "b/start", "c/gone"),
        "a/news": page(80, "a/home", "a/news"),
        "b/start": page(50, "a/news", "b/more", "b/more"),
        "b/more": page(7)}, factor=1.25)
    add("sample/2", "a/home", {
        "a/home": page(10, "a/busy", "a/down", "a/1", "a/2", "b/1"),
        "a/busy": page(20), "a/down": page(30), "a/1": page(1), "a/2": page(2),
        "b/1": page(4, "a/busy")}, failures={"a/busy": 2, "a/down": ALWAYS}, factor=1.25)


def basic(add, rng):
    add("secret/1-basic/01-one-page", "a/home", {"a/home": page(42)})
    add("secret/1-basic/02-line", "a/1", {
        "a/1": page(1, "a/2"), "a/2": page(2, "b/3"), "b/3": page(4, "b/4"), "b/4": page(8)})
    add("secret/1-basic/03-circle", "a/1", {
        "a/1": page(1, "b/2"), "b/2": page(2, "c/3"), "c/3": page(4, "a/1")})
    for number, hosts, pages in ((4, 3, 12), (5, 5, 30), (6, 1, 15)):
        urls, web = random_site(rng, hosts, pages, depth=4)
        add(f"secret/1-basic/{number:02}-{pages}-pages", urls[0], web)


def edges(add, rng):
    add("secret/2-edges/01-self-loop", "a/1", {"a/1": page(0, "a/1", "a/1")})
    everything = ["a/1", "a/2", "b/1", "b/2"]
    add("secret/2-edges/02-duplicates", "a/1", {
        url: page(10**9 + i, *everything * 5) for i, url in enumerate(everything)})
    add("secret/2-edges/03-nothing-there", "a/gone", {"a/1": page(1)})
    add("secret/2-edges/04-empty-pages", "a/", {
        "a/": page(0, "b/", "c/"), "b/": page(0), "c/": page(0, "a/")})
    deep = [f"a/x/{i}" for i in range(6)] + [f"a/y/z/{i}" for i in range(6)]
    add("secret/2-edges/05-deep-paths", "a/x", {
        "a/x": page(1, *deep, "a.b/x", "ab/x"), "a.b/x": page(3, "a.b/y/x"), "ab/x": page(5),
        "a.b/y/x": page(7), **{url: page(2) for url in deep}})
    urls, web = random_site(rng, 3, 14, depth=4)
    web[urls[0]]["links"] += ["h0/gone", "h1/gone", "h9/gone", "h0/gone"]
    web[urls[7]]["links"] += ["h0/gone", urls[0]]
    add("secret/2-edges/06-fault-404", urls[0], web)
    urls, web = random_site(rng, 3, 20, depth=6)
    add("secret/2-edges/07-fault-503", urls[0], web, failures={url: 1 for url in urls[::3]})
    add("secret/2-edges/08-fault-root-503", urls[0], web, failures={urls[0]: 2})
    add("secret/2-edges/09-fault-root-always", urls[0], web, failures={urls[0]: ALWAYS})
    add("secret/2-edges/10-boundary-third-retry", urls[0], web,
        failures={url: 2 + i % 2 for i, url in enumerate(urls[::2])})
    add("secret/2-edges/11-boundary-fourth-failure", urls[0], web,
        failures={url: 3 + i % 3 for i, url in enumerate(urls[3::4])})
    add("secret/2-edges/12-fault-500", urls[0], web, code=500,
        failures={url: 1 for url in urls[5::4]})
    add("secret/2-edges/13-fault-everywhere", "a/1", {
        "a/1": page(3, "a/2", "a/3", "b/1", "c/1"), "a/2": page(1), "a/3": page(1),
        "b/1": page(1)}, failures={"a/2": ALWAYS, "a/3": ALWAYS, "b/1": ALWAYS})
    add("secret/2-edges/14-fault-in-a-line", "a/0", {
        f"{'ab'[i % 2]}/{i}": page(i, f"{'ba'[i % 2]}/{i + 1}") for i in range(6)},
        failures={f"{'ab'[i % 2]}/{i}": i % 4 for i in range(6)}, factor=1.02)


def speed(add, rng):
    # 8 at the same time: 200 pages of 40 hosts take 25 rounds.
    wide = [f"h{i % 40}/p{i}" for i in range(200)]
    add("secret/3-speed/01-wide", "root/", {
        "root/": page(1, *wide), **{url: page(1) for url in wide}}, factor=1.1)
    one = [f"one/p{i}" for i in range(60)]
    add("secret/3-speed/02-one-host", "one/", {
        "one/": page(1, *one), **{url: page(1) for url in one}}, factor=1.1)
    chains = {"r/": page(1, "a/1", "b/1")}
    slow = {}
    for host in "ab":
        for i in range(1, 15):
            chains[f"{host}/{i}"] = page(i, *([f"{host}/{i + 1}"] if i < 14 else []))
            slow[f"{host}/{i}"] = 800 if (i % 2 == 1) == (host == "a") else 100
    add("secret/3-speed/03-two-chains", "r/", chains, latency=slow, factor=1.1)
    # Who takes one of the 8 places before one of the host's holds it idle: host after host.
    blocks = [f"h{i // 16}/p{i}" for i in range(192)]
    add("secret/3-speed/04-host-after-host", "root/", {
        "root/": page(1, *blocks), **{url: page(1) for url in blocks}}, factor=1.15)
    # What many hosts have to do hides behind the pages of one.
    heavy = [f"heavy/p{i}" for i in range(60)]
    light = [f"l{i % 12}/p{i}" for i in range(150)]
    add("secret/3-speed/05-late-hosts", "heavy/", {
        "heavy/": page(1, *heavy), **{url: page(1) for url in heavy + light},
        "heavy/p0": page(1, *light[:75]), "heavy/p1": page(1, *light[75:])}, factor=1.3)
    busy = [f"b{i % 20}/p{i}" for i in range(120)]
    add("secret/3-speed/06-faults-by-the-dozen", "root/", {
        "root/": page(1, *busy), **{url: page(1) for url in busy}},
        failures={url: 1 for url in busy}, factor=1.3)
    # Two pages of a host fail again and again, while its others are free to be read.
    add("secret/3-speed/07-fault-beside-work", "a/1", {
        "a/1": page(1, "a/2", "a/3", *(f"a/w{i}" for i in range(12))),
        "a/2": page(1), "a/3": page(1), **{f"a/w{i}": page(1) for i in range(12)}},
        failures={"a/2": 3, "a/3": ALWAYS}, factor=1.25)
    urls, web = random_site(rng, 12, 200, depth=12, extra=3)
    add("secret/3-speed/08-scale", urls[0], web, span=400, factor=1.25)
    urls, web = random_site(rng, 25, 300, depth=30, extra=3)
    web[urls[5]]["links"] += [f"h{i}/gone" for i in range(25)]
    add("secret/3-speed/09-scale-with-faults", urls[0], web, span=200, factor=1.25,
        failures={url: i % 6 for i, url in enumerate(urls[::3])})
    urls, web = random_site(rng, 40, 1000, depth=40, extra=3)
    add("secret/3-speed/10-maximal", urls[0], web, span=300, factor=1.25)


def schedules(add, rng):
    urls, web = random_site(rng, 3, 12, depth=4)
    add("secret/4-schedules/01-small", urls[0], web, campaign={"schedules": 8, "cancels": 6})
    urls, web = random_site(rng, 2, 25, depth=10)
    add("secret/4-schedules/02-two-hosts", urls[0], web, campaign={"schedules": 10})
    urls, web = random_site(rng, 12, 40, depth=12)
    add("secret/4-schedules/03-twelve-hosts", urls[0], web,
        campaign={"schedules": 12, "cancels": 6})
    urls, web = random_site(rng, 4, 16, depth=6)
    web[urls[2]]["links"].append("h0/gone")
    add("secret/4-schedules/04-failing", urls[0], web,
        failures={urls[0]: 1, urls[3]: 3, urls[4]: ALWAYS, urls[8]: 2},
        campaign={"schedules": 8, "cancels": 16})
    # Any one request may fail once more: no page of this site fails more than twice by itself.
    urls, web = random_site(rng, 3, 14, depth=5)
    web[urls[1]]["links"].append("h1/gone")
    add("secret/4-schedules/05-any-request-fails", urls[0], web,
        failures={urls[2]: 1, urls[5]: 2, urls[7]: ALWAYS},
        campaign={"schedules": 6, "faults": "retried"})


main()
