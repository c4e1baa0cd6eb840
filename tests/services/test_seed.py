"""A home seeded with the simulated past: what is derived from it comes close to what was really sold, and says how close."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from ventra.core.basis import MEASURED
from ventra.core.day import day_of
from ventra.infra.db import open_pool
from ventra.services.seed import seed_history
from ventra.simulator.market import Market, MarketSpec
from ventra.simulator.truth import units_by_day

PRODUCTS, SEED, DAYS = 300, 11, 14


async def seeded(database_url: str, home: Path, first_day: date) -> list[str]:
    said: list[str] = []
    await seed_history(
        direct_url=database_url, home=home, seed=SEED, products=PRODUCTS, first_day=first_day, say=said.append
    )
    return said


async def test_seeded_sales_come_close_to_the_truth_and_their_intervals_hold(
    database_url: str, tmp_path: Path
) -> None:
    first_day = day_of(datetime.now(UTC)) - timedelta(days=DAYS)
    await seeded(database_url, tmp_path, first_day)
    pool = await open_pool(database_url)
    made_with = await pool.fetch("SELECT DISTINCT profile FROM sales_days")
    assert [row["profile"] for row in made_with] == [1]
    rows = await pool.fetch(
        "SELECT product_id, day, units, units_low, units_high, basis FROM sales_days WHERE day > $1 AND day < $2",
        first_day,
        first_day + timedelta(days=DAYS - 1),
    )
    await pool.close()
    market = Market(MarketSpec(seed=SEED, products=PRODUCTS, first_day=first_day))
    truth = units_by_day(market, np.arange(PRODUCTS), first_day, first_day + timedelta(days=DAYS - 1))
    place = np.searchsorted(market.catalogue.product_id, [row["product_id"] for row in rows])
    true = truth[place, [(row["day"] - first_day).days for row in rows]]
    point, low, high = (
        np.array([row[name] for row in rows]) for name in ("units", "units_low", "units_high")
    )
    assert len(rows) > 0.85 * PRODUCTS * (DAYS - 2)
    assert point.sum() == pytest.approx(true.sum(), rel=0.02)
    assert np.abs(point - true).sum() < 0.2 * true.sum()
    open_ = high > low
    assert 0.7 <= ((low <= true) & (true <= high))[open_].mean() <= 0.95
    exact = ~open_ & (np.array([row["basis"] for row in rows]) == MEASURED)
    assert (point == true)[exact].mean() >= 0.99


async def test_seeding_again_adds_only_what_is_new(database_url: str, tmp_path: Path) -> None:
    first_day = day_of(datetime.now(UTC)) - timedelta(days=3)
    await seeded(database_url, tmp_path, first_day)
    pool = await open_pool(database_url)
    before = await pool.fetchval("SELECT sum(looks) FROM observations")
    await seeded(database_url, tmp_path, first_day)
    after = await pool.fetchval("SELECT sum(looks) FROM observations")
    named = await pool.fetchrow(
        "SELECT count(*) AS products, count(p.title_uz) AS titles, count(s.title) AS sellers, count(c.title_ru) AS categories "
        "FROM products p LEFT JOIN sellers s USING (seller_id) LEFT JOIN categories c USING (category_id)"
    )
    await pool.close()
    assert before <= after <= before + PRODUCTS
    assert len(set(named.values())) == 1
