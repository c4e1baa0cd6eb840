"""Redis comes back empty in mid-crawl: the sweep rebuilds the queue, and nobody waits for a lease to run out."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from redis.asyncio import Redis

from fixtures.crawl import (
    all_visited,
    assert_kept_is_served,
    count_left,
    crawl_env,
    marketplace,
    track_all,
)
from fixtures.town import WORKER, town

PRODUCTS, EMPTIED = 120, 4
PER_SECOND, HANGS_SECONDS = 10, 30


async def test_an_emptied_redis_costs_the_crawl_little(open_home: Path, tmp_path: Path) -> None:
    async with marketplace(tmp_path) as (base, log):
        with town(open_home, tmp_path, crawl_env(base, per_second=PER_SECOND)) as here:
            await track_all(here.database_url, PRODUCTS)
            here.start(WORKER)
            await here.until_said(WORKER, "queued visits")
            async with Redis.from_url(here.redis_url) as redis:
                for _ in range(EMPTIED):
                    await asyncio.sleep(1.7)
                    await redis.flushdb()
            left, began = await count_left(here.database_url), time.monotonic()
            assert left > 0, "the crawl ended before Redis was emptied"
            await all_visited(here.database_url)
            assert time.monotonic() - began <= left / PER_SECOND + HANGS_SECONDS, here.words(WORKER)
            assert here.has_ended([WORKER]) == []
            await assert_kept_is_served(here.database_url, log)
