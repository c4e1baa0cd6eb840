"""What the watched products ask for together, counted in Postgres."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest

from ventra.collect.store import demand
from ventra.core.capacity import BAND_SECONDS, Demand

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ROW = "INSERT INTO watch (product_id, tracked, every_seconds, failures, last_visit, due_at) VALUES ($1, $2, $3, $4, $5, $6)"


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(database_url)
    yield connection
    await connection.close()


def in_band(demands: demand.Demands, seconds: int) -> Demand:
    return demands.by_band[BAND_SECONDS.index(seconds)]


async def test_nothing_watched_asks_for_nothing(db: Any) -> None:
    counted = await demand.count(db, now=NOW)
    assert (counted.tracked, counted.rest, counted.counted_at) == (Demand(), Demand(), NOW)


async def test_tracked_products_are_one_group_and_the_rest_go_by_their_interval(db: Any) -> None:
    aimed = {1: 900, 2: 3_600, 3: 900, 4: 901, 5: 3_600, 6: 86_400, 7: 86_401, 8: 200_000, 9: 60}
    for product_id, every_seconds in aimed.items():
        await db.execute(ROW, product_id, product_id < 3, every_seconds, 0, None, NOW)
    counted = await demand.count(db, now=NOW)
    assert counted.tracked == Demand(2, pytest.approx(1 / 900 + 1 / 3_600))
    assert in_band(counted, 900) == Demand(2, pytest.approx(1 / 900 + 1 / 60))
    assert in_band(counted, 1_800) == Demand(1, pytest.approx(1 / 901))
    assert in_band(counted, 3_600) == Demand(1, pytest.approx(1 / 3_600))
    assert in_band(counted, 7_200) == Demand()
    assert in_band(counted, 86_400) == Demand(3, pytest.approx(1 / 86_400 + 1 / 86_401 + 1 / 200_000))
    assert counted.rest.products == 7


async def test_gone_and_failing_products_ask_for_as_little_as_they_really_get(db: Any) -> None:
    last = datetime(2026, 11, 20, tzinfo=UTC)
    await db.execute(ROW, 1, True, 3_600, 5, last, datetime(2026, 11, 27, tzinfo=UTC))
    await db.execute(ROW, 2, False, 3_600, 2, last, datetime(2026, 11, 20, 4, tzinfo=UTC))
    # A retry that comes sooner than the interval is over does not make a product hotter.
    await db.execute(ROW, 3, False, 3_600, 1, last, datetime(2026, 11, 20, 0, 1, tzinfo=UTC))
    counted = await demand.count(db, now=NOW)
    assert counted.tracked == Demand(1, pytest.approx(1 / (7 * 86_400)))
    assert in_band(counted, 14_400) == Demand(1, pytest.approx(1 / 14_400))
    assert in_band(counted, 3_600) == Demand(1, pytest.approx(1 / 3_600))
