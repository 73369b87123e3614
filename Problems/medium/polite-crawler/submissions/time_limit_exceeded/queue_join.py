# Thin testing: a worker dies of the first failure, and join() waits for its page for ever.
import asyncio
import collections

import lab


async def crawl(root):
    slots_of = collections.defaultdict(lambda: asyncio.Semaphore(2))
    queue, seen, sizes = asyncio.Queue(), {root}, {}
    queue.put_nowait(root)

    async def work():
        while True:
            url = await queue.get()
            async with slots_of[url.split("/")[0]]:
                page = await lab.service("web").get(url)
            sizes[url] = page["size"]
            for link in page["links"]:
                if link not in seen:
                    seen.add(link)
                    queue.put_nowait(link)
            queue.task_done()

    workers = [asyncio.create_task(work()) for _ in range(8)]
    try:
        await queue.join()
    finally:
        for worker in workers:
            worker.cancel()
    return {"ok": sorted(sizes), "broken": [], "bytes": sum(sizes.values())}
