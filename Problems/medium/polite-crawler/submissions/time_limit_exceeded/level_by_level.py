# The wrong approach: the slowest page of a level holds up all of the next one.
import asyncio
import collections

import lab

AT_ONCE = 8
AT_ONCE_PER_HOST = 2
FIRST_PAUSE = 0.2
RETRIES = 3


async def crawl(root):
    web = lab.service("web")
    slots = asyncio.Semaphore(AT_ONCE)
    slots_of = collections.defaultdict(lambda: asyncio.Semaphore(AT_ONCE_PER_HOST))
    seen, sizes, broken = set(), {}, []

    async def fetch(url):
        """The page, or None when it is broken. A pause holds no slot."""
        host = url.split("/")[0]
        for attempt in range(RETRIES + 1):
            if attempt > 0:
                await asyncio.sleep(FIRST_PAUSE * 2 ** (attempt - 1))
            try:
                async with slots_of[host], slots:
                    return await web.get(url)
            except lab.ServiceError as error:
                if error.code != 503:
                    return None
        return None

    level = [root]
    while level:
        seen.update(level)
        async with asyncio.TaskGroup() as group:
            fetches = [group.create_task(fetch(url)) for url in level]
        links = {}
        for url, task in zip(level, fetches, strict=True):
            page = task.result()
            if page is None:
                broken.append(url)
                continue
            sizes[url] = page["size"]
            links.update(dict.fromkeys(page["links"]))
        level = [url for url in links if url not in seen]
    return {"ok": sorted(sizes), "broken": sorted(broken), "bytes": sum(sizes.values())}
