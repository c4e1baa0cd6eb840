"""Postgres or Redis is away for a while: everybody says so, nobody ends over it, and all goes on when it is back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from fixtures.crawl import (
    all_visited,
    assert_kept_is_served,
    count_left,
    crawl_env,
    marketplace,
    track_all,
)
from fixtures.people import operators_key
from fixtures.town import API, POSTGRES, REDIS, WORKER, Town, town

PRODUCTS, PER_SECOND = 150, 6
AWHILE = [6, pytest.param(60, marks=pytest.mark.full)]
MOST_LINES_A_SECOND = 2
"""Somebody who cannot go on says so, and not over and over."""


@asynccontextmanager
async def crawling(home: Path, folder: Path) -> AsyncIterator[Town]:
    async with marketplace(folder) as (base, log):
        with town(home, folder, crawl_env(base, per_second=PER_SECOND)) as here:
            await track_all(here.database_url, PRODUCTS)
            here.start(API, WORKER)
            await here.until_ready()
            await here.until_said(WORKER, "visited")
            yield here
            await all_visited(here.database_url)
            await assert_kept_is_served(here.database_url, log)


async def _stay_away(here: Town, store: str, seconds: int) -> None:
    """The store is killed and stays away; the services live on and do not flood their logs."""
    said = {name: here.words(name).count("\n") for name in (API, WORKER)}
    here.kill(store)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = await here.ask("/api/v1/products?limit=1")
        if store == POSTGRES:
            assert answer.status_code == 503, answer.text
            assert int(answer.headers["Retry-After"]) > 0
            assert answer.headers["Content-Type"] == "application/problem+json"
        else:
            assert answer.status_code == 200, answer.text
        assert (await here.ask("/api/v1/health")).status_code == 200
        await asyncio.sleep(1)
    assert here.has_ended([API, WORKER]) == []
    for name, before in said.items():
        assert here.words(name).count("\n") - before <= 20 + MOST_LINES_A_SECOND * seconds, here.words(name)


@pytest.mark.parametrize("seconds", AWHILE)
async def test_redis_away_stops_visits_and_no_reading_and_postgres_away_is_said_and_got_over(
    open_home: Path, tmp_path: Path, seconds: int
) -> None:
    """In one crawl, the one after the other."""
    async with crawling(open_home, tmp_path) as here:
        await _stay_away(here, REDIS, seconds)
        left = await count_left(here.database_url)
        assert left > 0
        health = await here.ask("/api/v1/data-health", operators_key(here.database_url))
        assert health.json()["queue"] is None
        here.start(REDIS)
        await here.until_ready()

        await _stay_away(here, POSTGRES, seconds)
        assert (await here.ask("/api/v1/health/ready")).status_code == 503
        here.start(POSTGRES)
        await here.until_ready()
        assert 0 < await count_left(here.database_url) <= left
