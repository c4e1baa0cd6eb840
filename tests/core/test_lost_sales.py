"""Demand against sales while the shelf was empty, by hand and against days whose demand is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.basis import IMPUTED, INFERRED, MEASURED, NO_DATA
from ventra.core.lost_sales import Lost, Sold, lost_sales

FIRST = 20_000
NAN = np.nan
WEEKDAYS = np.array([0.8, 0.9, 1.0, 1.0, 1.1, 1.3, 0.9])


def lost(units: np.ndarray, empty: np.ndarray, price: float = 1_000, error: float = 0.0) -> Lost:
    units, empty = np.atleast_2d(units).astype(float), np.atleast_2d(empty).astype(float)
    day = np.arange(units.shape[1]) + FIRST
    sold = Sold(units, np.full(units.shape, error), empty, day)
    return lost_sales(sold, np.full(len(units), float(price)))


def month(rate: float, out: int) -> tuple[np.ndarray, np.ndarray]:
    """Four weeks at one rate, the first `out` days of the second week empty."""
    units, empty = np.full(28, rate), np.zeros(28)
    units[7 : 7 + out], empty[7 : 7 + out] = 0, 1
    return units, empty


def test_a_day_without_stock_loses_what_a_day_with_stock_sells() -> None:
    found = lost(*month(6, 2))
    assert found.units[0] == pytest.approx(12)
    assert found.revenue[0] == pytest.approx(12_000)
    assert found.units_low[0] < 12 < found.units_high[0]
    assert found.revenue_high[0] == found.units_high[0] * 1_000
    assert (found.empty_days[0], found.known_days[0], found.basis[0]) == (2, 28, INFERRED)


def test_half_a_day_loses_half() -> None:
    units, empty = month(6, 1)
    units[7], empty[7] = 3, 0.5
    assert lost(units, empty).units[0] == pytest.approx(3)


def test_what_sold_on_the_day_it_ran_out_does_not_say_what_a_day_sells() -> None:
    units, empty = month(6, 1)
    units[7], empty[7] = 40, 0.6
    assert lost(units, empty).units[0] == pytest.approx(3.6)


def test_a_weekday_that_sells_twice_as_much_loses_more() -> None:
    units = np.full(70, 30.0)
    units[6::7] = 90
    saturday, monday = np.zeros(70), np.zeros(70)
    saturday[34], monday[36] = 1, 1
    rows, empty = np.where([saturday, monday], 0, units), np.array([saturday, monday])
    found = lost(rows, empty)
    assert found.units == pytest.approx([90, 30], rel=0.06)


def test_what_weekdays_usually_sell_counts_where_little_was_sold() -> None:
    units, empty = month(0.2, 1)
    day = np.arange(28) + FIRST
    usual = np.where(np.arange(7) == (FIRST + 7) % 7, 3.0, 4 / 6)
    sold = Sold(units[None], np.zeros((1, 28)), empty[None], day)
    assert lost_sales(sold, np.ones(1), usual).units[0] > 2 * lost(units, empty).units[0]


def test_no_empty_day_loses_exactly_nothing_whatever_else_is_known() -> None:
    found = lost(np.array([[3.0] * 10, [NAN] * 10]), np.zeros((2, 10)), price=NAN)
    for part in (found.units, found.units_low, found.units_high, found.revenue, found.revenue_high):
        np.testing.assert_array_equal(part, [0, 0])
    assert (found.basis == MEASURED).all()


def test_the_unknown_is_not_nothing() -> None:
    blind = lost(np.full(10, 3.0), np.full(10, NAN))
    assert np.isnan([blind.units[0], blind.units_low[0], blind.revenue[0], blind.empty_days[0]]).all()
    assert (blind.basis[0], blind.known_days[0]) == (NO_DATA, 0)
    units, empty = month(6, 2)
    never = lost(np.where(np.arange(28) < 4, units, NAN), empty)
    assert np.isnan(never.units[0])
    assert (never.basis[0], never.empty_days[0]) == (NO_DATA, 2), "it was empty, but who knows what it sells"
    unpriced = lost(units, empty, price=NAN)
    assert unpriced.units[0] == pytest.approx(12)
    assert np.isnan(unpriced.revenue[0])


def test_days_of_which_nothing_is_known_leave_a_floor() -> None:
    units, empty = month(6, 2)
    empty[20:] = NAN
    found = lost(units, empty)
    assert found.units[0] == pytest.approx(12)
    assert (found.basis[0], found.known_days[0]) == (IMPUTED, 20)


def test_nothing_sold_in_stock_may_still_have_lost_something() -> None:
    found = lost(*month(0, 14))
    assert (found.units[0], found.units_low[0]) == (0, 0)
    assert found.units_high[0] > 0


def test_days_that_are_not_sure_widen_the_range() -> None:
    sure, unsure = lost(*month(20, 7)), lost(*month(20, 7), error=12.0)
    assert unsure.units[0] == sure.units[0]
    assert unsure.units_high[0] - unsure.units_low[0] > 1.1 * (sure.units_high[0] - sure.units_low[0])


@pytest.mark.parametrize("dispersion", [1, 3])
@pytest.mark.parametrize("out", [1, 5, 10])
@pytest.mark.parametrize("rate", [0.5, 4, 60])
def test_the_range_holds_what_was_really_lost(rate: float, out: int, dispersion: int) -> None:
    random, rows = np.random.default_rng(out * 10 + dispersion), 4_000
    day = np.arange(28) + FIRST
    means = np.tile(rate * WEEKDAYS[day % 7], (rows, 1))
    if dispersion > 1:
        means = random.gamma(means / (dispersion - 1), dispersion - 1)
    wanted = random.poisson(means).astype(float)
    empty = np.zeros((rows, 28))
    empty[:, 12 : 12 + out] = 1
    sold = Sold(np.where(empty > 0, 0, wanted), np.zeros((rows, 28)), empty, day)
    found = lost_sales(sold, np.ones(rows), WEEKDAYS)
    really = (wanted * empty).sum(axis=1)
    assert found.units.mean() == pytest.approx(really.mean(), rel=0.05)
    assert np.mean(really < found.units_low) <= 0.12
    assert np.mean(really > found.units_high) <= 0.16
    if rate > 1 and out > 1:
        assert np.mean((really >= found.units_low) & (really <= found.units_high)) <= 0.91


@settings(max_examples=50, deadline=None)
@given(rate=st.integers(0, 200), out=st.integers(0, 7), part=st.floats(0.1, 1), seed=st.integers(0, 99))
def test_more_empty_shelf_loses_more_and_bounds_hold_the_point(
    rate: int, out: int, part: float, seed: int
) -> None:
    units = np.random.default_rng(seed).poisson(rate, 28).astype(float)
    rows = np.zeros((3, 28))
    rows[1, 7 : 7 + out], rows[2, 7 : 7 + out] = part, 1
    found = lost(np.where(rows > 0.05, 0.0, units), rows)
    assert (found.units_low <= found.units).all()
    assert (found.units <= found.units_high).all()
    assert found.units[0] == 0 <= found.units[1] <= found.units[2] + 1e-9


def test_each_product_has_the_weekdays_of_its_own_category() -> None:
    units, empty = (np.array([part, part]) for part in month(2, 2))
    sold, price = Sold(units, np.zeros(units.shape), empty, np.arange(28) + FIRST), np.full(2, 1_000.0)
    both = lost_sales(sold, price, np.array([WEEKDAYS, np.ones(7)]))
    alone = [lost_sales(sold, price, one).units[0] for one in (WEEKDAYS, np.ones(7))]
    assert both.units.tolist() == pytest.approx(alone)
    assert alone[0] != pytest.approx(alone[1], rel=0.01)
