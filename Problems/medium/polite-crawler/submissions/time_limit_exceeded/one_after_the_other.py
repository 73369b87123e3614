# The wrong approach: one page after the other, as polite as can be.
import asyncio

import lab


async def fetch(url):
    for attempt in range(4):
        if attempt > 0:
            await asyncio.sleep(0.1 * 2**attempt)
        try:
            return await lab.service("web").get(url)
        except lab.ServiceError as error:
            if error.code != 503:
                return None
    return None


async def crawl(root):
    waiting, seen, sizes, broken = [root], {root}, {}, []
    while waiting:
        url = waiting.pop()
        page = await fetch(url)
        if page is None:
            broken.append(url)
            continue
        sizes[url] = page["size"]
        for link in page["links"]:
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return {"ok": sorted(sizes), "broken": sorted(broken), "bytes": sum(sizes.values())}
