"""A crawl over the simulator whose worker and stores are killed: all is visited, and what is kept is what was served."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from pathlib import Path

from fixtures.crawl import (
    PRODUCTS,
    all_visited,
    assert_kept_is_served,
    marketplace,
    running,
    track_all,
    worker_env,
)
from ventra.infra.migrate import upgrade
from ventra.services.embedded.postgres import EmbeddedPostgres
from ventra.services.embedded.redis import EmbeddedRedis


async def test_killed_worker_and_stores_lose_and_double_nothing(open_home: Path, tmp_path: Path) -> None:
    postgres, redis = EmbeddedPostgres(open_home), EmbeddedRedis(open_home)
    rnd = random.Random(2)
    url, keys = postgres.start(), redis.start()
    upgrade(url)
    try:
        await track_all(url)
        async with marketplace(tmp_path) as (base, log):
            for victim in ("worker", "redis", "postgres", "worker", "all", None):
                with running(
                    ["ventra.services.worker"], worker_env(url, keys, base), tmp_path / "worker"
                ) as worker:
                    if victim is None:
                        await all_visited(url)
                        break
                    await asyncio.sleep(rnd.uniform(2.0, 4.0))
                    if victim in ("postgres", "all"):
                        os.kill(postgres.pid, signal.SIGKILL)
                    if victim in ("redis", "all"):
                        os.kill(redis.pid, signal.SIGKILL)
                    if victim in ("worker", "all"):
                        worker.kill()
                    await asyncio.sleep(0.5)
                postgres.stop()
                redis.stop()
                url, keys = postgres.start(), redis.start()
        # A visit that was served while its worker died is asked again; nothing else is asked twice.
        assert await assert_kept_is_served(url, log) <= 2 * PRODUCTS
    finally:
        postgres.stop()
        redis.stop()
