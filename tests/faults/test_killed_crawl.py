"""A crawl whose parts are killed twenty times at random moments: all is visited, and what is kept is what was served."""

from __future__ import annotations

import asyncio
import random
import time
from datetime import UTC, datetime
from pathlib import Path

from fixtures.crawl import (
    all_visited,
    count_left,
    crawl_env,
    hanging_jobs,
    lost_looks,
    marketplace,
    track_all,
)
from fixtures.town import API, POSTGRES, REDIS, WORKER, Town, town

SLOWLY, FAST = 2.5, 12
"""Looks per second while parts are killed, so that the crawl outlives the kills on a slow machine; and after the last."""
SINGLY = (WORKER, REDIS, POSTGRES, API)
TOGETHER = ((WORKER, REDIS), (REDIS, POSTGRES), (WORKER, POSTGRES), (WORKER, API, REDIS, POSTGRES))
KILLS = 20
HANGS_SECONDS = 30
IN_FLIGHT_SECONDS = 6
"""What was asked so shortly before a kill may have been under way to Postgres: it is asked again."""


async def test_twenty_kills_lose_and_double_nothing(open_home: Path, tmp_path: Path) -> None:
    rnd = random.Random(20)
    victims = [(name,) for name in SINGLY] * 3 + list(TOGETHER) * 2
    rnd.shuffle(victims)
    assert len(victims) == KILLS
    async with marketplace(tmp_path) as (base, log):
        with town(open_home, tmp_path, crawl_env(base, per_second=SLOWLY)) as here:
            await track_all(here.database_url)
            here.start(API, WORKER)
            await here.until_said(WORKER, "the worker runs")
            killed_at = [await _kill(here, names, rnd) for names in victims]
            assert await count_left(here.database_url) > 0, "the crawl ended before the kills did"
            here.kill(WORKER)
            killed_at.append(datetime.now(UTC))
            here.env |= crawl_env(base, per_second=FAST)
            here.start(WORKER)
            await _to_the_end(here)
            assert await hanging_jobs(here.database_url, longer_than_seconds=HANGS_SECONDS) == []
            for served_at in await lost_looks(here.database_url, log):
                gaps = [(at - served_at).total_seconds() for at in killed_at]
                assert any(-1 <= gap <= IN_FLIGHT_SECONDS for gap in gaps), (served_at, killed_at)


async def _kill(here: Town, names: tuple[str, ...], rnd: random.Random) -> datetime:
    """Kill at a random moment of the crawl, start again what was killed; whoever lives on must not have ended over it."""
    await asyncio.sleep(rnd.uniform(0.3, 2.5))
    here.kill(*names)
    at = datetime.now(UTC)
    await asyncio.sleep(rnd.uniform(0.0, 0.8))
    here.start(*[name for name in (POSTGRES, REDIS, API, WORKER) if name in names])
    await here.until_ready()
    assert here.has_ended([API, WORKER]) == [], (names, here.words(WORKER)[-2000:])
    return at


async def _to_the_end(here: Town) -> None:
    """No part of the crawl waits longer than it may: the rest takes its share of the budget and one hang at most."""
    left, began = await count_left(here.database_url), time.monotonic()
    await all_visited(here.database_url)
    assert time.monotonic() - began <= left / FAST + 2 * HANGS_SECONDS, here.words(WORKER)[-4000:]
