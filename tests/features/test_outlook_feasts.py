"""Days known ahead: the real calendar, and what the market's own past makes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from fixtures.sold import goods, sold
from ventra.core.day import from_day_number, to_day_number
from ventra.core.profile import Float
from ventra.infra.db import transaction
from ventra.outlook.calendar import COLUMNS, calendar
from ventra.outlook.feasts import LEAST_DAYS, feast_times
from ventra.outlook.judge import JudgeBy
from ventra.outlook.means import Means
from ventra.outlook.one import of_product
from ventra.outlook.refresh import refresh

LAST = to_day_number(date(2026, 3, 1))
LENGTH, AHEAD = 1_000, 28
WEEKDAYS = np.array([1, 1, 1, 1, 1.1, 1.3, 1.2])
EFFECT = {"day_off": -0.3, "hayit": -0.5, "ramadan": -0.15, "eve": 0.25}


def marked(column: str, first: date, last: date) -> list[date]:
    told = calendar(to_day_number(first), (last - first).days + 1)[:, COLUMNS.index(column)]
    return [first + timedelta(days=int(day)) for day in np.flatnonzero(told)]


def test_hayits_move_with_the_moon() -> None:
    year = marked("hayit", date(2025, 1, 1), date(2026, 12, 31))
    assert {date(2025, 3, 30), date(2025, 6, 6), date(2026, 3, 20), date(2026, 5, 27)} <= set(year)
    fast = marked("ramadan", date(2026, 1, 1), date(2026, 12, 31))
    assert (fast[0], fast[-1], len(fast)) == (date(2026, 2, 19), date(2026, 3, 19), 29)


def test_a_stretch_tells_of_a_feast_beyond_its_end() -> None:
    assert marked("ramadan", date(2026, 3, 1), date(2026, 3, 5)) == [
        date(2026, 3, day) for day in range(1, 6)
    ]
    assert date(2025, 12, 31) in marked("eve", date(2025, 12, 30), date(2025, 12, 31))


def test_days_off_by_decree_and_before_feasts() -> None:
    days = marked("day_off", date(2026, 1, 1), date(2026, 12, 31))
    assert {date(2026, 1, 2), date(2026, 3, 21), date(2026, 9, 1), date(2026, 12, 8)} <= set(days)
    assert date(2026, 3, 20) not in days
    assert date(2026, 3, 7) in marked("eve", date(2026, 3, 1), date(2026, 3, 31))


@pytest.fixture
def times() -> Float:
    """What each day truly sells, to its usual."""
    columns = calendar(LAST - LENGTH + 1, LENGTH + AHEAD)
    return np.asarray(np.exp(columns @ np.array([EFFECT[name] for name in COLUMNS])))


def market(times: Float, length: int = LENGTH) -> Float:
    rng = np.random.default_rng(3)
    sold = 100 * times[:LENGTH] * WEEKDAYS[np.arange(LENGTH) % 7] * np.exp(rng.normal(0, 0.05, LENGTH))
    return np.asarray(sold[LENGTH - length :])


def test_the_markets_past_says_what_a_feast_does(times: Float) -> None:
    found = feast_times(market(times), LAST, AHEAD)
    assert found.shape == (LENGTH + AHEAD,)
    assert np.abs(found[LENGTH:] / times[LENGTH:] - 1).max() < 0.08
    assert np.abs(found[times == 1] - 1).max() < 0.02


def test_a_market_that_does_not_mind_feasts_moves_nothing() -> None:
    found = feast_times(market(np.ones(LENGTH + AHEAD)), LAST, AHEAD)
    assert np.abs(found - 1).max() < 0.06


def test_gaps_are_walked_over_and_a_young_market_says_nothing(times: Float) -> None:
    holes = market(times)
    holes[::9] = np.nan
    assert np.abs(feast_times(holes, LAST, AHEAD)[LENGTH:] / times[LENGTH:] - 1).max() < 0.1
    young = feast_times(market(times, LEAST_DAYS - 1), LAST, AHEAD)
    assert (young == 1).all()


async def inline(work: Any, *values: Any) -> Any:
    """What a process would do, here."""
    return work(*values)


async def test_the_night_tells_every_product_of_the_feast_to_come(pool: Any, times: Float) -> None:
    last = from_day_number(LAST)
    units = np.random.default_rng(1).poisson(9.0, 90).astype(float)
    known, new = 100, 101
    async with transaction(pool) as db:
        await db.execute("INSERT INTO categories (category_id, title_uz, path) VALUES (1, 'Uy', '{1}')")
        await db.execute("INSERT INTO sellers (seller_id, title) VALUES (1, 'A')")
        await goods(db, [known], category=1, seller=1)
        await sold(db, {known: units}, last)
        await db.execute(
            "INSERT INTO category_days SELECT 1, $1::date + i::int - 1, u * 50, 0, 0, 0, 0, 0, 0, 0, 50, 50, 1, 1 "
            "FROM unnest($2::float8[]) WITH ORDINALITY AS t (u, i)",
            last - timedelta(days=LENGTH - 1),
            market(times).tolist(),
        )
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert await refresh(Means(pool, inline, JudgeBy(0.1, 0.5), clock=lambda: now))
    async with transaction(pool) as db:
        mean = await db.fetchval("SELECT mean FROM product_outlooks WHERE product_id = $1", known)
        await goods(db, [new], category=1, seller=1)
        await sold(db, {new: units}, last)
    ahead = times[LENGTH:] / times[LENGTH - 28 : LENGTH].mean()
    told = np.array(mean) / np.median(np.array(mean)[ahead > 1.1]) * np.median(ahead[ahead > 1.1])
    for day in (date(2026, 3, 8), date(2026, 3, 21), date(2026, 3, 23)):
        place = (day - last).days - 1
        assert told[place] == pytest.approx(ahead[place], rel=0.25), day
    late = await of_product(pool, new, now=now, language="uz")
    assert late.on_demand
    assert late.forecast is not None
    if late.forecast.shown:
        assert [day.units.point for day in late.forecast.days] == pytest.approx(mean, rel=0.2)
