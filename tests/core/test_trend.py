"""Trends: what grows is told from chance, promotions, gaps and an empty shelf, and each number holds what it says of itself."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.counts import LAST, SPAN, WEEKDAYS, days_of, drawn
from ventra.core.growth import compared_weeks, growth
from ventra.core.trend import CENSORED, FALLS, NO_VERDICT, RISES, STEADY, Trends, trends

AGE = np.arange(SPAN - 1, -1, -1)
DOUBLED = np.where(AGE < 14, 2.0, 1.0)


def of(points: np.ndarray, **marks: np.ndarray) -> Trends:
    """Trends of units [subjects, days]."""
    points = np.atleast_2d(points)
    return trends(days_of(points), subjects=len(points), last_day=LAST, **marks)


def same(one: Trends, other: Trends, rows: np.ndarray | slice = slice(None)) -> None:
    for field in fields(Trends):
        np.testing.assert_array_equal(
            getattr(one, field.name), getattr(other, field.name)[rows], err_msg=field.name
        )


def test_a_doubling_is_found_with_its_day_and_its_factor() -> None:
    found = of(drawn(np.random.default_rng(1), 300, 40, times=DOUBLED, trouble=False).units)
    assert (found.verdict == RISES).mean() > 0.97
    assert (np.abs(found.change_day - (LAST - 13)) <= 1).mean() > 0.8
    assert ((found.change_factor_low < 2) & (found.change_factor_high > 2)).mean() > 0.6
    assert abs(np.nanmedian(found.change_factor) - 2) < 0.15
    assert abs(np.median(found.level) - 80) < 6
    assert np.median(found.least_growth) > 0.4


def test_a_shelf_that_is_empty_now_is_no_fall() -> None:
    drawn_days = drawn(np.random.default_rng(2), 200, 12, trouble=False)
    units, out = drawn_days.units.copy(), np.zeros(drawn_days.units.shape)
    units[:, -5:], out[:, -5:] = 0.0, 1.0
    marked, unmarked = of(units, out=out), of(units)
    assert (marked.verdict == FALLS).mean() < 0.2
    assert (unmarked.verdict == FALLS).mean() > 0.9
    assert (marked.censored == 5).all()
    assert (unmarked.censored == 0).all()
    assert abs(np.median(marked.level) - 12) < 1
    for name in ("growth_7", "growth_7_low", "growth_7_high", "growth_7_days", "growth_28"):
        np.testing.assert_array_equal(getattr(marked, name), getattr(unmarked, name))
    assert np.nanmedian(marked.growth_7) < -0.5, "what was sold fell, as every other screen says"


def test_what_was_sold_out_for_two_weeks_is_censored_and_not_judged() -> None:
    units, out = np.full((1, SPAN), 9.0), np.zeros((1, SPAN))
    units[:, -14:], out[:, -14:] = 0.0, 1.0
    found = of(units, out=out)
    assert found.verdict[0] == CENSORED
    assert np.isnan([found.p_value[0], found.least_growth[0]]).all()
    assert found.level[0] == pytest.approx(9, abs=0.3)


def test_a_promotion_alone_is_no_trend_but_is_part_of_what_was_sold() -> None:
    units = drawn(np.random.default_rng(3), 300, 12, trouble=False).units
    off = np.zeros(units.shape, bool)
    units[:, -6:] = np.round(units[:, -6:] * 3)
    off[:, -6:] = True
    marked, unmarked = of(units, off=off), of(units)
    assert (marked.p_value < 0.05).mean() < 0.1
    assert (unmarked.p_value < 0.05).mean() > 0.9
    np.testing.assert_array_equal(marked.growth_7, unmarked.growth_7)
    assert np.median(marked.level) < 14


def test_what_rose_five_weeks_ago_and_stays_is_not_rising_now() -> None:
    earlier = drawn(np.random.default_rng(4), 300, 20, times=np.where(AGE < 36, 2.5, 1.0), trouble=False)
    assert (of(earlier.units).p_value < 0.05).mean() < 0.12


def test_growth_of_seven_days_is_the_one_there_is() -> None:
    units = drawn(np.random.default_rng(5), 50, 6).units
    weeks = compared_weeks(days_of(units), subjects=50, last_day=LAST)
    one = growth(weeks.now, weeks.before, weeks.now_error, weeks.before_error)
    found = of(units)
    for mine, theirs in (("growth_7", "point"), ("growth_7_low", "low"), ("growth_7_high", "high")):
        np.testing.assert_array_equal(getattr(found, mine), getattr(one, theirs))
    np.testing.assert_array_equal(found.growth_7_days, weeks.days)


def test_twenty_eight_days_are_compared_day_by_day_with_the_ones_before() -> None:
    units = np.concatenate((np.full(34, np.nan), np.full(28, 10.0), np.full(28, 15.0)))
    found = of(units)
    assert (found.growth_28[0], found.growth_28_days[0]) == (pytest.approx(0.5), 28)
    assert 0.2 < found.growth_28_low[0] < 0.5 < found.growth_28_high[0] < 0.9
    units[-56:-49] = np.nan
    assert of(units).growth_28_days[0] == 21
    units[-28:-26] = np.nan
    found = of(units)
    assert found.growth_28_days[0] == 21
    units[-20:-18] = np.nan
    assert np.isnan(of(units).growth_28[0])


def test_weekdays_are_told_where_there_is_much_and_even_where_there_is_little() -> None:
    rng = np.random.default_rng(6)
    much = of(drawn(rng, 200, 200, trouble=False, spread=(0.1, 0.2)).units).weekday
    little = of(drawn(rng, 200, 0.3, trouble=False).units).weekday
    np.testing.assert_allclose(much.mean(axis=1), 1.0)
    np.testing.assert_allclose(np.median(much, axis=0), WEEKDAYS, atol=0.03)
    assert np.abs(little - 1).mean() < 0.05


def test_two_days_of_several_times_the_usual_are_no_rise() -> None:
    units = drawn(np.random.default_rng(3), 600, 12, trouble=False).units.copy()
    units[:, -5] *= 4
    units[:, -3] *= 3
    assert (of(units).p_value < 0.01).mean() < 0.25, "by sums alone it is half of them"
    lasting = of(drawn(np.random.default_rng(4), 300, 12, times=DOUBLED, trouble=False).units)
    assert (lasting.p_value < 0.01).mean() > 0.9


def test_acceleration_says_whether_growth_quickens() -> None:
    rng = np.random.default_rng(7)
    even = of(drawn(rng, 2_000, 20, trouble=False).units)
    held = (even.acceleration_low <= 0) & (even.acceleration_high >= 0)
    assert 0.75 < held.mean() < 0.87
    growing = of(drawn(rng, 500, 20, times=1.02 ** (89 - AGE), trouble=False).units)
    assert (growing.acceleration_low > 0).mean() < 0.13
    assert (growing.p_value < 0.01).mean() > 0.7
    quicker = of(drawn(rng, 300, 60, times=np.where(AGE < 14, 2.5, 1.0), trouble=False).units)
    assert (quicker.acceleration_low > 0).mean() > 0.8


@pytest.mark.parametrize("rate", [0.3, 1, 3, 20, 150], ids="{} a day".format)
def test_without_growth_a_small_p_value_is_as_rare_as_it_says(rate: float) -> None:
    """Over-dispersed counts, weekdays, gaps, promotions and stock-outs together."""
    found = drawn(np.random.default_rng(int(rate * 10)), 4_000, rate)
    p_value = of(found.units, **found.marks).p_value
    known = p_value[np.isfinite(p_value)]
    assert len(known) > 3_000
    for level in (0.2, 0.1, 0.05, 0.01):
        assert (known <= level).mean() <= level + 3 * np.sqrt(level / len(known)), level
    if rate >= 3:
        assert (known <= 0.1).mean() > 0.07


@pytest.mark.parametrize("rate", [1, 5, 40], ids="{} a day".format)
@pytest.mark.parametrize("ratio", [1.0, 2.0], ids="times {}".format)
def test_the_least_growth_is_there_nine_times_of_ten(rate: float, ratio: float) -> None:
    times = np.where(AGE < 14, ratio, 1.0)
    found = drawn(np.random.default_rng(int(rate)), 3_000, rate, times=times, trouble=False)
    least = of(found.units).least_growth
    assert (least > ratio - 1).mean() < 0.115


@pytest.mark.parametrize("rate", [0.3, 3, 40], ids="{} a day".format)
def test_the_level_lies_within_its_range_four_times_of_five(rate: float) -> None:
    units = drawn(np.random.default_rng(int(rate * 10)), 3_000, rate, trouble=False).units
    found = of(units)
    assert 0.74 < ((found.level_low <= rate) & (found.level_high >= rate)).mean() < 0.87
    assert abs(found.level.mean() / rate - 1) < 0.04


def test_a_steady_product_has_no_shift_and_one_day_makes_no_level() -> None:
    units = drawn(np.random.default_rng(8), 2_000, 10, trouble=False).units
    assert (of(units).change_day >= 0).mean() < 0.06
    units[:, -3] = 400
    assert np.median(of(units).level) < 12.5


def test_sums_over_many_products_are_steady_within_narrow_bounds() -> None:
    found = of(drawn(np.random.default_rng(9), 200, 5_000, trouble=False, spread=(0.05, 0.06)).units)
    assert (found.verdict == STEADY).mean() > 0.7
    assert np.quantile((found.level_high - found.level_low) / found.level, 0.95) < 0.06


def test_of_nothing_nothing_is_said() -> None:
    points = np.full((3, SPAN), np.nan)
    points[1] = 0.0
    points[2, -10:] = 4.0
    found = of(points)
    assert (found.verdict == NO_VERDICT).all()
    assert np.isnan(found.p_value).all()
    assert np.isnan(found.least_growth).all()
    assert (found.change_day == -1).all()
    assert np.isnan(found.change_factor).all()
    assert np.isnan(found.level[0])
    assert (found.level[1], found.level_low[1]) == (0, 0)
    assert 0 < found.level_high[1] < 0.2
    assert found.level[2] == pytest.approx(4, abs=0.1)
    none = trends(days_of(np.zeros((0, SPAN))), subjects=0, last_day=LAST)
    assert none.p_value.shape == (0,)
    assert none.weekday.shape == (0, 7)


def test_marks_of_another_shape_and_too_short_a_span_are_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        of(np.ones((2, SPAN)), out=np.zeros((2, SPAN - 1)))
    with pytest.raises(ValueError, match="28"):
        trends(days_of(np.ones((1, SPAN))), subjects=1, last_day=LAST, span=27)


def test_days_of_others_and_later_days_and_the_order_of_rows_change_nothing() -> None:
    rng = np.random.default_rng(10)
    found = drawn(rng, 12, 7)
    together = of(found.units, **found.marks)
    days = days_of(found.units)
    mixed = days.take(rng.permutation(len(days.day)))
    same(trends(mixed, subjects=12, last_day=LAST, **found.marks), together)
    for row in (0, 5, 11):
        rows = slice(row, row + 1)
        same(of(found.units[rows], out=found.out[rows], off=found.off[rows]), together, rows)
    later = days_of(np.concatenate((found.units, np.full((12, 5), 99.0)), axis=1), LAST + 5)
    same(trends(later, subjects=12, last_day=LAST, **found.marks), together)


ANY_DAYS = st.lists(
    st.one_of(st.just(float("nan")), st.integers(0, 40).map(float), st.floats(0, 500)),
    min_size=0,
    max_size=90,
)


@settings(max_examples=150, deadline=None)
@given(points=ANY_DAYS, out=st.integers(0, 2**30), off=st.integers(0, 2**30))
def test_whatever_the_days_are_bounds_are_ordered_and_numbers_are_numbers(
    points: list[float], out: int, off: int
) -> None:
    units = np.full((1, SPAN), np.nan)
    if points:
        units[0, -len(points) :] = points
    marks = [np.array([[(bits >> (day % 30)) & 1 for day in range(SPAN)]]) == 1 for bits in (out, off)]
    found = of(units, out=marks[0], off=marks[1])
    for name in ("level", "growth_7", "growth_28", "acceleration", "change_factor"):
        low, point, high = (getattr(found, name + part)[0] for part in ("_low", "", "_high"))
        assert np.isnan([low, point, high]).all() or low <= point <= high, name
    assert np.isnan(found.p_value[0]) or 0 <= found.p_value[0] <= 1
    assert np.isnan(found.p_value[0]) == np.isnan(found.least_growth[0])
    assert found.weekday[0].sum() == pytest.approx(7)
    assert (found.weekday > 0).all()
    assert found.change_day[0] == -1 or LAST - SPAN < found.change_day[0] <= LAST
    assert (found.change_day[0] == -1) == np.isnan(found.change_factor[0])
    assert found.censored[0] <= np.isfinite(units).sum()


@pytest.mark.parametrize("times", [2, 10, 48], ids="packs of {}".format)
def test_in_pieces_instead_of_packs_levels_scale_and_growth_is_the_same(times: int) -> None:
    units = drawn(np.random.default_rng(times), 100, 40, times=np.where(AGE < 14, 1.4, 1.0)).units
    packs, pieces = of(units), of(units * times)
    np.testing.assert_allclose(pieces.growth_7, packs.growth_7, atol=0.002)
    np.testing.assert_allclose(np.median(pieces.level / packs.level), times, rtol=0.01)
    np.testing.assert_allclose(np.median(pieces.size / packs.size), times, rtol=0.01)
