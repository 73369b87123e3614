"""The client to tune: fetches all keys in batches, with time-outs and retries."""

import asyncio

import lab


async def fetch_all(keys, concurrency, batch, timeout_ms, retries, backoff_ms):
    api = lab.service("api")
    slots = asyncio.Semaphore(concurrency)
    values = {}

    async def fetch(part):
        for attempt in range(retries + 1):
            try:
                async with slots:
                    async with asyncio.timeout(timeout_ms / 1000):
                        values.update(await api.get_many(part))
                        return
            except (TimeoutError, lab.ServiceError):
                if attempt < retries:
                    await asyncio.sleep(backoff_ms / 1000 * 2**attempt)

    async with asyncio.TaskGroup() as group:
        for start in range(0, len(keys), batch):
            group.create_task(fetch(keys[start:start + batch]))
    return [values.get(key) for key in keys]
