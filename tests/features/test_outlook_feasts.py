"""Days known ahead: the real calendar, and what the market's own past makes of it."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from ventra.core.day import to_day_number
from ventra.core.profile import Float
from ventra.outlook.calendar import COLUMNS, calendar
from ventra.outlook.feasts import LEAST_DAYS, feast_times

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
    found = feast_times(market(times), last_day=LAST, ahead=AHEAD)
    assert found.shape == (LENGTH + AHEAD,)
    assert np.abs(found[LENGTH:] / times[LENGTH:] - 1).max() < 0.08
    assert np.abs(found[times == 1] - 1).max() < 0.02


def test_a_market_that_does_not_mind_feasts_moves_nothing() -> None:
    found = feast_times(market(np.ones(LENGTH + AHEAD)), last_day=LAST, ahead=AHEAD)
    assert np.abs(found - 1).max() < 0.06


def test_gaps_are_walked_over_and_a_young_market_says_nothing(times: Float) -> None:
    holes = market(times)
    holes[::9] = np.nan
    assert np.abs(feast_times(holes, last_day=LAST, ahead=AHEAD)[LENGTH:] / times[LENGTH:] - 1).max() < 0.1
    young = feast_times(market(times, LEAST_DAYS - 1), last_day=LAST, ahead=AHEAD)
    assert (young == 1).all()
