# Thin testing: workers that find the queue empty for a moment go home.
import asyncio
import collections

import lab


async def crawl(root):
    slots_of = collections.defaultdict(lambda: asyncio.Semaphore(2))
    waiting, seen, sizes, broken = collections.deque([root]), {root}, {}, []

    async def fetch(url):
        for attempt in range(4):
            if attempt > 0:
                await asyncio.sleep(0.1 * 2**attempt)
            try:
                async with slots_of[url.split("/")[0]]:
                    return await lab.service("web").get(url)
            except lab.ServiceError as error:
                if error.code != 503:
                    return None
        return None

    async def work():
        while waiting:
            url = waiting.popleft()
            page = await fetch(url)
            if page is None:
                broken.append(url)
                continue
            sizes[url] = page["size"]
            for link in page["links"]:
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)

    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(work())
    return {"ok": sorted(sizes), "broken": sorted(broken), "bytes": sum(sizes.values())}
