"""What feasts do to the market is learned each night of its own past, and moves every forecast."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from fixtures import rows
from fixtures.sold import goods, sold
from ventra.core.day import to_day_number
from ventra.core.forecast import HORIZON
from ventra.core.trend import SPAN
from ventra.infra.db import transaction
from ventra.outlook.calendar import COLUMNS, calendar
from ventra.outlook.judge import JudgeBy
from ventra.outlook.refresh import Means, refresh
from ventra.outlook.store import progress
from ventra.outlook.times import LENGTH, SPARE_DAYS, of_days

LAST = date(2026, 3, 15)
NOW = datetime(2026, 3, 16, 8, tzinfo=UTC)
PAST = 800


async def inline(work: Any, *values: Any, **named: Any) -> Any:
    return work(*values, **named)


async def market(pool: Any, hayit: float) -> None:
    """A market of years in which Hayit days sell so many times the usual, and one product with its last days."""
    off = calendar(to_day_number(LAST) - PAST + 1, PAST)[:, COLUMNS.index("hayit")] > 0
    rng = np.random.default_rng(2)
    async with transaction(pool) as db:
        for at in range(PAST):
            units = 1_000 * (hayit if off[at] else 1.0) * float(np.exp(rng.normal(0, 0.03)))
            zeros = dict.fromkeys(
                (
                    "units_low",
                    "units_down",
                    "units_up",
                    "revenue",
                    "revenue_low",
                    "revenue_down",
                    "revenue_up",
                ),
                0.0,
            )
            await rows.insert(
                db, "category_days", category_id=2, day=LAST - timedelta(days=PAST - 1 - at), units=units,
                units_known=100, revenue_known=0, units_basis=1, revenue_basis=0, **zeros,
            )  # fmt: skip
        await goods(db, range(1, 40), category=2, seller=1)
        await sold(db, {one: rng.poisson(30, SPAN).astype(float) for one in range(1, 40)}, LAST)
    await refresh(Means(pool, inline, JudgeBy(0.1, 0.5), clock=lambda: NOW))


async def forecast(pool: Any) -> tuple[float, float]:
    """What the market's products are forecast to sell on the first Hayit day (20 March 2026), and on the day a week after it."""
    mean = np.array([row["mean"] for row in await pool.fetch("SELECT mean FROM product_outlooks")])
    hayit = (date(2026, 3, 20) - LAST).days - 1
    return float(mean[:, hayit].mean()), float(mean[:, hayit + 7].mean())


async def test_a_feast_that_halves_the_market_halves_what_is_forecast(pool: Any) -> None:
    await market(pool, hayit=0.5)
    feast, usual = await forecast(pool)
    assert feast == pytest.approx(usual / 2, rel=0.2)


async def test_a_market_that_minds_no_feast_is_forecast_without_any(pool: Any) -> None:
    await market(pool, hayit=1.0)
    feast, usual = await forecast(pool)
    assert feast == pytest.approx(usual, rel=0.1)
    async with transaction(pool) as db:
        day, kept = await progress.newest_times(db)
    assert (day, len(kept)) == (LAST, LENGTH)


def test_a_later_day_takes_the_same_days_from_what_an_earlier_night_kept() -> None:
    kept = np.arange(1, LENGTH + 1).astype(float).tolist()
    last = to_day_number(LAST)
    assert of_days(kept, LAST, last).tolist() == kept[: SPAN + HORIZON]
    assert of_days(kept, LAST, last + SPARE_DAYS).tolist() == kept[SPARE_DAYS:]
    assert of_days(kept, LAST, last + SPARE_DAYS + 1)[-1] == 1
    assert (of_days(None, LAST, last) == 1).all()
