# An ignored edge case: polite to every host, but many hosts are asked at the same time.
import asyncio
import collections

import lab

AT_ONCE_PER_HOST = 2
FIRST_PAUSE = 0.2
RETRIES = 3


async def crawl(root):
    web = lab.service("web")
    slots_of = collections.defaultdict(lambda: asyncio.Semaphore(AT_ONCE_PER_HOST))
    seen, sizes, broken = set(), {}, []

    async def fetch(url):
        """The page, or None when it is broken. A pause holds no slot."""
        host = url.split("/")[0]
        for attempt in range(RETRIES + 1):
            if attempt > 0:
                await asyncio.sleep(FIRST_PAUSE * 2 ** (attempt - 1))
            try:
                async with slots_of[host]:
                    return await web.get(url)
            except lab.ServiceError as error:
                if error.code != 503:
                    return None
        return None

    async def visit(url):
        page = await fetch(url)
        if page is None:
            broken.append(url)
            return
        sizes[url] = page["size"]
        for link in page["links"]:
            start(link)

    def start(url):
        if url not in seen:
            seen.add(url)
            group.create_task(visit(url))

    async with asyncio.TaskGroup() as group:
        start(root)
    return {"ok": sorted(sizes), "broken": sorted(broken), "bytes": sum(sizes.values())}
