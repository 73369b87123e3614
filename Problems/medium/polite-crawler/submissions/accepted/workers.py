# Two workers and a queue for each host; a page that has to wait goes back into its queue later.
import asyncio

import lab


class Crawler:
    def __init__(self):
        self.slots = asyncio.Semaphore(8)
        self.queues = {}
        self.workers = []
        self.seen = set()
        self.unfinished = 0
        self.is_finished = asyncio.Event()
        self.sizes = {}
        self.broken = []

    def add(self, url):
        if url in self.seen:
            return
        self.seen.add(url)
        self.unfinished += 1
        host = url.partition("/")[0]
        if host not in self.queues:
            self.queues[host] = asyncio.Queue()
            self.workers += [asyncio.create_task(self.work(host)) for _ in range(2)]
        self.queues[host].put_nowait((url, 0))

    async def work(self, host):
        queue = self.queues[host]
        while True:
            url, failures = await queue.get()
            try:
                async with self.slots:
                    page = await lab.service("web").get(url)
            except lab.ServiceError as error:
                if error.code == 503 and failures < 3:
                    asyncio.get_running_loop().call_later(
                        0.2 * 2**failures, queue.put_nowait, (url, failures + 1))
                    continue
                self.broken.append(url)
            else:
                self.sizes[url] = page["size"]
                for link in page["links"]:
                    self.add(link)
            self.unfinished -= 1
            if self.unfinished == 0:
                self.is_finished.set()

    async def stop(self):
        for worker in self.workers:
            worker.cancel()
        await asyncio.gather(*self.workers, return_exceptions=True)


async def crawl(root):
    crawler = Crawler()
    crawler.add(root)
    try:
        await crawler.is_finished.wait()
    finally:
        await crawler.stop()
    return {
        "ok": sorted(crawler.sizes), "broken": sorted(crawler.broken),
        "bytes": sum(crawler.sizes.values())}
