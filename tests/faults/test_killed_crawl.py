"""A crawl whose parts are killed twenty times at random moments: all is visited, and what is kept is what was served."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

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
from ventra.collect.patience import LONGEST_WAIT_SECONDS

SLOWLY, FAST = 2.5, 24
"""Looks per second while parts are killed, so that the crawl outlives the kills on a slow machine; and after the last."""
SINGLY = (WORKER, REDIS, POSTGRES, API)
TOGETHER = ((WORKER, REDIS), (REDIS, POSTGRES), (WORKER, POSTGRES), (WORKER, API, REDIS, POSTGRES))
SKEW = timedelta(seconds=1)
HANGS_SECONDS = 30
IN_FLIGHT_SECONDS = 6
"""What a worker saw so shortly before it was killed may have been under way to Postgres: it is asked again."""


class Kill(NamedTuple):
    """What was killed, when, and when all was up again."""

    names: tuple[str, ...]
    at: datetime
    up_at: datetime


@pytest.mark.parametrize(("alone", "at_once"), [(1, 1), pytest.param(3, 2, marks=pytest.mark.full)])
async def test_kills_lose_and_double_nothing(
    open_home: Path, tmp_path: Path, alone: int, at_once: int
) -> None:
    rnd = random.Random(20)
    victims = [(name,) for name in SINGLY] * alone + list(TOGETHER) * at_once
    rnd.shuffle(victims)
    async with marketplace(tmp_path) as (base, log):
        with town(open_home, tmp_path, crawl_env(base, per_second=SLOWLY)) as here:
            await track_all(here.database_url)
            here.start(API, WORKER)
            await here.until_said(WORKER, "the worker runs")
            kills = [await _kill(here, names, rnd) for names in victims]
            assert await count_left(here.database_url) > 0, "the crawl ended before the kills did"
            here.env |= crawl_env(base, per_second=FAST)
            kills.append(await _kill(here, (WORKER,), rnd))
            await _to_the_end(here)
            await _nothing_hangs(here)
            lost = await lost_looks(here.database_url, log)
            wrongly = [f"{at}" for at in lost if not _may_be_lost(at, kills)]
            assert wrongly == [], "\n".join(map(str, kills))


async def _kill(here: Town, names: tuple[str, ...], rnd: random.Random) -> Kill:
    """Kill at a random moment of the crawl, start again what was killed; whoever lives on must not have ended over it."""
    await asyncio.sleep(rnd.uniform(0.3, 2.5))
    here.kill(*names)
    at = datetime.now(UTC)
    await asyncio.sleep(rnd.uniform(0.0, 0.8))
    here.start(*[name for name in (POSTGRES, REDIS, API, WORKER) if name in names])
    await here.until_ready()
    assert here.has_ended([API, WORKER]) == [], (names, here.words(WORKER)[-2000:])
    return Kill(names, at, datetime.now(UTC))


def _may_be_lost(served_at: datetime, kills: Sequence[Kill]) -> bool:
    """Whether the worker that saw it died before Postgres had been up, at one stretch, for long enough to keep it.

    Long enough is one wait of a worker that Postgres was away for, and what is under way anyway.
    """
    died_at = next((kill.at for kill in kills if WORKER in kill.names and kill.at >= served_at - SKEW), None)
    if died_at is None:
        return False
    up_since, longest = served_at, timedelta()
    for kill in kills:
        if POSTGRES in kill.names and kill.up_at > served_at and kill.at < died_at:
            longest = max(longest, kill.at - up_since)
            up_since = kill.up_at
    longest = max(longest, died_at - up_since)
    return longest <= timedelta(seconds=IN_FLIGHT_SECONDS + LONGEST_WAIT_SECONDS)


async def _to_the_end(here: Town) -> None:
    """No part of the crawl waits longer than it may: the rest takes its share of the budget and one hang at most."""
    left, began = await count_left(here.database_url), time.monotonic()
    await all_visited(here.database_url)
    assert time.monotonic() - began <= left / FAST + 2 * HANGS_SECONDS, here.words(WORKER)[-4000:]


async def _nothing_hangs(here: Town) -> None:
    """What was leased by the dead is taken over, and ends."""
    for _ in range(HANGS_SECONDS * 2):
        hanging = await hanging_jobs(here.database_url, longer_than_seconds=HANGS_SECONDS)
        if not hanging:
            return
        await asyncio.sleep(0.5)
    raise AssertionError((hanging, here.words(WORKER)[-4000:]))
