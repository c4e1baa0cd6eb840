"""Growth compares weekday with weekday on observed days, and its range holds what it says it does."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.basis import IMPUTED, INFERRED, MEASURED
from ventra.core.estimate import growth_figure
from ventra.core.growth import compared_weeks, growth
from ventra.core.windows import DayValues

LAST = 20_000
MONTH = 28
WEEKDAYS = np.array([0.8, 0.9, 1.0, 1.0, 1.1, 1.3, 0.9])


def days(points: np.ndarray, basis: np.ndarray | None = None) -> DayValues:
    """Columns of `points` [subjects, days], NaN unknown, the last of them on `LAST`."""
    subjects, count = points.shape
    subject, day = np.divmod(np.arange(subjects * count), count)
    flat, zeros = points.ravel().astype(float), np.zeros(points.size)
    kinds = np.full(points.size, MEASURED, np.int8) if basis is None else basis.ravel()
    known = np.flatnonzero(np.isfinite(flat))
    return DayValues(subject, day + LAST - count + 1, flat, flat, flat, kinds, zeros, zeros).take(known)


def of(points: list[float] | np.ndarray, basis: np.ndarray | None = None):
    """Weeks and growth of one subject."""
    values = np.array([points], float)
    weeks = compared_weeks(days(values, None if basis is None else basis[None]), subjects=1, last_day=LAST)
    return weeks, growth(weeks.now, weeks.before, weeks.now_error, weeks.before_error)


def test_a_week_is_compared_with_the_week_before() -> None:
    weeks, grown = of([10.0] * 7 + [15.0] * 7)
    assert (weeks.before[0], weeks.now[0], weeks.days[0]) == (70, 105, 7)
    assert grown.point[0] == 0.5
    assert 0 < grown.low[0] < 0.5 < grown.high[0] < 1.2


def test_a_day_nobody_looked_at_takes_its_weekday_out_of_the_other_week() -> None:
    before = [1.0, 2.0, 3.0, 4.0, 5.0, 60.0, 7.0]
    now = [2.0, 4.0, 6.0, 8.0, 10.0, np.nan, 14.0]
    weeks, grown = of(before + now)
    assert weeks.days[0] == 6
    assert grown.point[0] == pytest.approx(1.0, abs=0.001)


def test_what_was_filled_in_is_not_observed() -> None:
    points = np.array([10.0] * 14)
    basis = np.full(14, INFERRED, np.int8)
    basis[[1, 8, 9]] = IMPUTED
    points[[1, 8, 9]] = 500.0
    weeks, grown = of(points, basis)
    assert weeks.days[0] == 5
    assert grown.point[0] == 0.0


def test_fewer_than_five_weekdays_tell_nothing() -> None:
    weeks, grown = of([10.0] * 7 + [10.0] * 4 + [np.nan] * 3)
    assert weeks.days[0] == 4
    assert np.isnan([weeks.now[0], weeks.before[0], grown.point[0], grown.low[0], grown.high[0]]).all()


def test_from_nothing_there_is_no_growth_and_to_nothing_there_is() -> None:
    assert np.isnan(of([0.0] * 7 + [3.0] * 7)[1].point[0])
    to_nothing = of([6.0] * 7 + [0.0] * 7)[1]
    assert to_nothing.point[0] == -1
    assert to_nothing.low[0] == -1 < to_nothing.high[0] < -0.5


def test_days_of_other_products_and_other_weeks_change_nothing() -> None:
    rng = np.random.default_rng(3)
    points = rng.poisson(8, (5, 60)).astype(float)
    points[rng.random(points.shape) < 0.1] = np.nan
    together = compared_weeks(days(points), subjects=5, last_day=LAST)
    for subject in range(5):
        alone = compared_weeks(days(points[subject : subject + 1, -MONTH:]), subjects=1, last_day=LAST)
        for name in ("now", "before", "now_error", "before_error", "days"):
            np.testing.assert_array_equal(getattr(together, name)[[subject]], getattr(alone, name))


def test_uneven_sales_are_less_sure_of_their_growth() -> None:
    even = of([10.0] * 21 + [15.0] * 7)[1]
    uneven = of([0.0, 20.0] * 10 + [10.0] + [0.0, 35.0, 0.0, 35.0, 0.0, 35.0, 0.0])[1]
    assert uneven.point[0] == 0.5
    assert uneven.high[0] - uneven.low[0] > 2 * (even.high[0] - even.low[0])
    assert growth_figure(0.5, float(uneven.low[0]), float(uneven.high[0]), days=7).verdict is None


@pytest.mark.parametrize("spread", [1, 2, 4], ids="spread {}".format)
@pytest.mark.parametrize("ratio", [0.5, 1.0, 1.5], ids="times {}".format)
@pytest.mark.parametrize("rate", [1, 5, 40], ids="{} a day".format)
def test_the_range_holds_the_true_growth_about_as_often_as_it_says(
    rate: int, ratio: float, spread: int
) -> None:
    """Sales whose variance is `spread` times their mean: 80 % within, neither side beyond its part by much."""
    rng = np.random.default_rng(rate * 100 + spread)
    means = np.tile(rate * WEEKDAYS, (4_000, 4))
    means[:, -7:] *= ratio
    if spread > 1:
        means = rng.gamma(means / (spread - 1), spread - 1)
    weeks = compared_weeks(days(rng.poisson(means).astype(float)), subjects=4_000, last_day=LAST)
    grown = growth(weeks.now, weeks.before, weeks.now_error, weeks.before_error)
    known = np.isfinite(grown.point)
    below = np.mean(grown.low[known] > ratio - 1)
    above = np.mean(grown.high[known] < ratio - 1)
    assert 0.70 <= 1 - below - above <= 0.92
    assert max(below, above) <= 0.17


def test_a_verdict_needs_zero_outside_the_range() -> None:
    assert growth_figure(0.2, 0.1, 0.3, days=7).verdict == "up"
    assert growth_figure(-0.2, -0.3, -0.1, days=7).verdict == "down"
    assert growth_figure(0.2, -0.1, 0.5, days=7).verdict is None
    assert growth_figure(None, None, None, days=3).point is None
