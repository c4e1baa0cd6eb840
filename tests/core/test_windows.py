"""Windows are sums over days, and say the same however their rows happen to come."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.calibration import alike
from ventra.core.estimate import Z80
from ventra.core.windows import DayValues, WindowValues, last_windows, window_sums


def days(seed: int, subjects: int = 50, length: int = 28) -> DayValues:
    """A month of thirds and sevenths, whose sums end in fives where rounding turns."""
    rnd = np.random.default_rng(seed)
    subject = np.repeat(np.arange(subjects), length)
    point = rnd.integers(0, 2_000, len(subject)) / rnd.choice([1, 2, 8, 3, 7, 200], len(subject))
    low, high = point * rnd.choice([1, 0.5], len(subject)), point * rnd.choice([1, 1.5], len(subject))
    day = np.tile(np.arange(length), subjects).astype(np.int64)
    edges = rnd.choice([0.0, 0.3, 2.0], (2, len(subject)))
    return DayValues(subject, day, point, low, high, rnd.integers(1, 4, len(subject)).astype(np.int8), *edges)


def summed(values: DayValues, length: int) -> WindowValues:
    return window_sums(values, subjects=50, first_day=0, length=length, count=28 // length)


@pytest.mark.parametrize("length", [1, 7, 28])
def test_the_order_of_rows_changes_no_digit(length: int) -> None:
    for seed in range(40):
        values = days(seed)
        order = np.random.default_rng(seed + 1_000).permutation(len(values.day))
        names = ("subject", "day", "point", "low", "high", "basis", "begin_error", "end_error")
        mixed = DayValues(*(getattr(values, name)[order] for name in names))
        one, other = summed(values, length), summed(mixed, length)
        for name in ("point", "low", "high", "basis", "known"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_windows_that_end_together_are_the_last_of_those_laid_end_to_end() -> None:
    for seed in range(20):
        values = days(seed)
        together = last_windows(values, subjects=50, last_day=27, lengths=(7, 28))
        for place, length in enumerate((7, 28)):
            alone = summed(values, length)
            for name in WindowValues.__slots__:
                np.testing.assert_array_equal(getattr(together, name)[:, place], getattr(alone, name)[:, -1])


def test_days_outside_the_windows_and_too_few_of_them_give_no_number() -> None:
    part = np.ones(6)
    day = np.array([-1, 1, 2, 20, 21, 28])
    values = DayValues(
        np.zeros(6, np.int64), day, part, part, part, np.ones(6, np.int8), np.zeros(6), np.zeros(6)
    )
    found = last_windows(values, subjects=2, last_day=27, lengths=(7, 28))
    assert found.known.tolist() == [[1, 4], [0, 0]]
    assert np.isnan(found.point).all()


def week(day: list[int], edge: float, width: float) -> WindowValues:
    """A window of 7 days, of which these are known: 100 units, `width` to either side, `edge` shared at each midnight."""
    count = len(day)
    point, edges = np.full(count, 100.0), np.full(count, edge)
    subject, basis = np.zeros(count, np.int64), np.ones(count, np.int8)
    values = DayValues(subject, np.array(day), point, point - width, point + width, basis, edges, edges)
    return window_sums(values, subjects=1, first_day=0, length=7, calibration=alike(Z80))


def test_what_neighbours_share_at_midnight_is_no_error_of_their_sum() -> None:
    error = 3.0
    width = Z80 * np.sqrt(2 * error**2)
    alone, shared = week(list(range(7)), 0.0, width), week(list(range(7)), error, width)
    assert alone.high[0, 0] - 700 == pytest.approx(width * np.sqrt(7), abs=0.01)
    assert shared.high[0, 0] - 700 == pytest.approx(width, abs=0.01)
    assert 700 - shared.low[0, 0] == pytest.approx(width, abs=0.01)


def test_at_a_steady_price_a_week_of_revenue_is_as_sure_as_its_units() -> None:
    days = DayValues(
        np.zeros(7, np.int64), np.arange(7), *(np.full(7, units) for units in (100.0, 90.0, 110.0)),
        np.ones(7, np.int8), np.full(7, 4.0), np.full(7, 4.0),
    )  # fmt: skip
    sold = window_sums(days, subjects=1, first_day=0, length=7)
    earned = window_sums(
        days.earning(days.point * 990, days.low * 990, days.high * 990), subjects=1, first_day=0, length=7
    )
    for name in ("point", "low", "high"):
        np.testing.assert_allclose(getattr(earned, name), getattr(sold, name) * 990, rtol=1e-4)


def test_days_that_sold_nothing_or_have_no_price_share_no_revenue_at_midnight() -> None:
    units, edges = np.array([0.0, 100.0, 100.0]), np.full(3, 4.0)
    days = DayValues(
        np.zeros(3, np.int64), np.arange(3), units, units, units + 9, np.ones(3, np.int8), edges, edges
    )
    revenue = np.array([0.0, np.nan, 50_000.0])
    found = days.earning(revenue, revenue, revenue)
    assert found.begin_error.tolist() == found.end_error.tolist() == [0, 0, 2000]


def test_a_day_that_is_not_known_takes_no_error_away_from_its_neighbours() -> None:
    width = Z80 * np.sqrt(2 * 3.0**2)
    early, late = week([0, 1, 2, 3, 4, 5], 3.0, width), week([0, 1, 2, 4, 5, 6], 3.0, width)
    assert late.high[0, 0] - late.point[0, 0] > early.high[0, 0] - early.point[0, 0]
