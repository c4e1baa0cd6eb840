"""A worker whose clock is not Postgres's does nothing until it is; a look that is minutes fast closes no day and makes none."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from ventra.collect.store.observations import merge
from ventra.core.day import from_us, start_of_day_us, to_day_number, to_us
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.errors import Unavailable
from ventra.infra import db
from ventra.infra.db import open_pool, transaction
from ventra.infra.job_rules import JobRule
from ventra.infra.wall import MOST_SECONDS, Wall
from ventra.jobs.means import Means
from ventra.sales.close import close_touched
from ventra.services.cadence import Cadence
from ventra.services.worker import handlers_of

pytestmark = pytest.mark.once


class OffClock:
    """This machine's clock, off by so much."""

    def __init__(self, **off: float) -> None:
        self.off = timedelta(**off)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.off


def means_of(pool: Any, clock: OffClock) -> Means:
    client: Any = SimpleNamespace(urls=SimpleNamespace(api_host="api.example"))
    nothing: Any = None
    return Means(pool, nothing, client, "all", 2.0, nothing, clock=clock)


@pytest.mark.parametrize("off", [{"hours": 3}, {"days": -1}, {"days": 1500}])
async def test_a_worker_whose_clock_is_off_does_nothing_until_it_is_right(
    database_url: str, off: dict[str, float]
) -> None:
    pool, clock, ran = await db.open_pool(database_url, at_most=4), OffClock(**off), asyncio.Event()

    async def run(means: Means) -> None:
        ran.set()

    means, stop = means_of(pool, clock), asyncio.Event()
    running = asyncio.create_task(Cadence(means, [JobRule("tick", 1, run, "ticks")]).run(stop))
    while means.wall.agrees():
        await asyncio.sleep(0.01)
    with pytest.raises(Unavailable, match=r"clock is \d+ s (ahead of|behind) Postgres's"):
        await handlers_of(means)["visit"]({"leases": []})
    assert not ran.is_set()
    assert await pool.fetchval("SELECT count(*) FROM job_schedule WHERE job = 'tick'") == 0
    clock.off = timedelta()
    await asyncio.wait_for(ran.wait(), 20)
    means.wall.must_agree()
    stop.set()
    await running
    await pool.close()


async def test_clocks_that_differ_by_minutes_agree(database_url: str) -> None:
    pool, wall = await open_pool(database_url), Wall()
    for seconds in (-MOST_SECONDS + 5, 0, MOST_SECONDS - 5):
        async with transaction(pool) as connection:
            await wall.compare(connection, OffClock(seconds=seconds)())
        wall.must_agree()
    await pool.close()


def look(at: datetime, orders: int) -> Observation:
    state = ProductState(orders, None, 0, None, 1000, None, None)
    return Observation(1, to_us(at), state, (SkuState(10, 900 - orders, 1000),))


async def test_a_look_that_is_minutes_fast_makes_no_day_of_the_future_and_closes_none(
    database_url: str,
) -> None:
    pool = await open_pool(database_url)
    midnight = from_us(start_of_day_us(to_day_number(datetime(2026, 9, 2, tzinfo=UTC).date())))
    looks = [look(midnight - timedelta(hours=h), 100 - h) for h in range(24, 0, -3)]
    async with transaction(pool) as connection:
        await merge(connection, [*looks, look(midnight + timedelta(minutes=2), 101)])
    now = midnight - timedelta(minutes=2)
    await close_touched(pool, now=now)
    row = await pool.fetchrow("SELECT * FROM sales_days")
    assert await pool.fetchval("SELECT count(*) FROM sales_days") == 1
    assert row["day"].day == 1
    assert row["through"] == from_us(looks[-1].seen_us)
    assert await pool.fetchval("SELECT today_units FROM sales_figures") == row["units"]
    assert await pool.fetchval("SELECT as_of FROM sales_figures") == datetime(2026, 8, 31, tzinfo=UTC).date()
    async with transaction(pool) as connection:
        await merge(
            connection, [look(midnight + timedelta(hours=12), 113), look(midnight + timedelta(hours=24), 125)]
        )
    await close_touched(pool, now=midnight + timedelta(days=2))
    days = await pool.fetch("SELECT day, units FROM sales_days ORDER BY day")
    assert [(row["day"].day, round(row["units"])) for row in days] == [(1, 25), (2, 24)]
    await pool.close()
