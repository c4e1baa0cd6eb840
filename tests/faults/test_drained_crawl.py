"""Deploy after deploy in mid-crawl: each worker drains while the next one runs, and every product is asked once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from fixtures.crawl import (
    PRODUCTS,
    all_visited,
    assert_kept_is_served,
    marketplace,
    running,
    track_all,
    worker_env,
)

pytestmark = [pytest.mark.once, pytest.mark.full]
"""Workers that are killed stand for those told to stop with every change."""

DEPLOYS = 4
GRACE_SECONDS = 40


async def test_workers_told_to_stop_in_mid_crawl_lose_and_double_nothing(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    await track_all(database_url)
    async with marketplace(tmp_path) as (base, log):
        env = worker_env(database_url, redis_url, base)
        for number in range(DEPLOYS):
            with running(["ventra.services.worker"], env, tmp_path / f"worker-{number}") as old:
                await _runs(tmp_path / f"worker-{number}")
                await asyncio.sleep(2)
                with running(["ventra.services.worker"], env, tmp_path / f"overlap-{number}") as new:
                    await _runs(tmp_path / f"overlap-{number}")
                    for worker in (old, new):
                        worker.terminate()
                        assert await asyncio.to_thread(worker.wait, GRACE_SECONDS) == 0
        with running(["ventra.services.worker"], env, tmp_path / "last"):
            await all_visited(database_url)
    # Drained visits were kept: not one was asked a second time.
    await assert_kept_is_served(database_url, log)
    assert len(log.read_text().splitlines()) == PRODUCTS


async def _runs(log: Path) -> None:
    """Until a worker says that it works; before that a signal ends it with nothing taken."""
    for _ in range(600):
        if "the worker runs" in log.read_text():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(log.read_text())
