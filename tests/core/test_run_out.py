"""When stock runs out: by hand, by what must hold, and against sales drawn by chance."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.demand_ahead import (
    LEAST_LEVEL_ERROR,
    DemandAhead,
    from_total,
    of_variants,
)
from ventra.core.estimate import Z80
from ventra.core.run_out import RunOut, StockNow, by_pace, first_day, reached, run_out

DAYS = 28
NAN = np.nan


def exactly(*pieces: float) -> StockNow:
    held = np.array(pieces, float)
    return StockNow(held, held, held)


def ahead(*a_day: float, level_error: float = 0.0, dispersion: float = 1.0, days: int = DAYS) -> DemandAhead:
    mean = np.repeat(np.array(a_day, float)[:, None], days, axis=1)
    return DemandAhead(mean, np.full(len(mean), level_error), np.full(len(mean), dispersion))


def test_one_piece_is_gone_with_its_first_buyer() -> None:
    found = run_out(exactly(1), ahead(0.1))
    assert found.gone[0] == pytest.approx([1 - exp(-0.1 * day) for day in range(1, DAYS + 1)], abs=5e-4)
    # 1 - exp(-0.1 t) = 0.1, 0.5, 0.9 at t = 1.05, 6.93, 23.03
    assert (found.early[0], found.middle[0], found.late[0]) == (2, 7, 24)
    assert (found.days_low[0], found.days[0], found.days_high[0]) == pytest.approx(
        (1.05, 10, 23.03), abs=0.06
    )


def test_days_left_are_stock_over_daily_units() -> None:
    found = run_out(exactly(30, 45), ahead(4, 10))
    assert found.days == pytest.approx([7.5, 4.5])
    assert (found.days_low < found.days).all()
    assert (found.days < found.days_high).all()


def test_days_left_follow_the_days_as_they_are_forecast() -> None:
    mean = np.array([[2.0, 2.0, 10.0, 10.0]])
    assert run_out(exactly(9), DemandAhead(mean, np.zeros(1), np.ones(1))).days[0] == pytest.approx(2.5)


def test_what_lasts_beyond_the_forecast_is_said_to_and_no_more() -> None:
    found = run_out(exactly(1_000, 5), ahead(1, 0))
    for ends in (found.early, found.middle, found.late, found.days, found.days_low, found.days_high):
        assert np.isinf(ends).all()
    assert found.gone.max() < 1e-6


def test_what_is_gone_is_gone_whatever_is_forecast() -> None:
    found = run_out(exactly(0, 0), DemandAhead(np.array([[3.0] * 5, [NAN] * 5]), np.zeros(2), np.ones(2)))
    assert (found.gone == 1).all()
    assert (found.early == 0).all()
    assert (found.late == 0).all()
    assert found.days[0] == found.days_high[0] == 0


def test_the_unknown_stays_unknown() -> None:
    found = run_out(exactly(NAN, 5), DemandAhead(np.array([[3.0] * 5, [NAN] * 5]), np.zeros(2), np.ones(2)))
    assert np.isnan(found.gone).all()
    for ends in (found.early, found.middle, found.late, found.days, found.days_low, found.days_high):
        assert np.isnan(ends).all()


def test_stock_that_is_not_sure_widens_the_range_and_may_be_gone_already() -> None:
    sure, unsure = exactly(30), StockNow(np.array([30.0]), np.array([10.0]), np.array([60.0]))
    one, other = run_out(sure, ahead(3)), run_out(unsure, ahead(3))
    assert (
        other.days_low[0]
        < one.days_low[0]
        < one.days[0]
        == other.days[0]
        < one.days_high[0]
        < other.days_high[0]
    )
    few = run_out(StockNow(np.array([2.0]), np.array([0.0]), np.array([4.0])), ahead(0.5))
    assert few.early[0] == 0 < few.middle[0]


def test_an_unsure_level_widens_the_range_to_both_sides() -> None:
    sure, unsure = run_out(exactly(60), ahead(5)), run_out(exactly(60), ahead(5, level_error=0.3))
    assert unsure.days_low[0] < sure.days_low[0]
    assert unsure.days_high[0] > sure.days_high[0]


def test_a_day_is_reached_at_its_end_and_inside_it_by_parts() -> None:
    curve = np.array([[0, 0.2, 0.6, 1], [0, 0, 0, 0.4], [1, 1, 1, 1], [NAN, 1, 1, 1]])
    np.testing.assert_array_equal(first_day(curve, 0.5), [2, np.inf, 0, NAN])
    assert reached(curve, 0.5)[:3] == pytest.approx([1.75, np.inf, 0])


@settings(max_examples=60, deadline=None)
@given(
    stock=st.integers(0, 400),
    rate=st.floats(0.01, 60),
    level_error=st.floats(0, 0.6),
    dispersion=st.floats(1, 8),
    more=st.floats(1.01, 3),
)
def test_more_stock_lasts_longer_and_more_demand_shorter(
    stock: int, rate: float, level_error: float, dispersion: float, more: float
) -> None:
    demand = ahead(rate, rate, rate * more, level_error=level_error, dispersion=dispersion)
    found = run_out(exactly(stock, stock + 1, stock), demand)
    assert (np.diff(found.gone, axis=1) >= -1e-6).all(), "what is gone stays gone"
    assert (found.gone[1] <= found.gone[0] + 1e-6).all()
    assert (found.gone[2] >= found.gone[0] - 1e-6).all()
    assert found.days[1] >= found.days[0] >= found.days[2]
    assert found.late[1] >= found.late[0] >= found.late[2]
    assert (found.early <= found.middle).all()
    assert (found.middle <= found.late).all()
    assert (found.days_low <= found.days).all()
    assert (found.days <= found.days_high).all()


@pytest.mark.parametrize("dispersion", [1.0, 3.0])
@pytest.mark.parametrize("level_error", [0.1, 0.35])
def test_of_what_is_gone_with_a_chance_that_part_is_gone(level_error: float, dispersion: float) -> None:
    """Levels drawn about the forecast, days about the level: frequency beside chance, in tenths."""
    random, rows = np.random.default_rng(7), 20_000
    forecast = random.gamma(1.0, 3.0, rows) + 0.02
    level = forecast * random.lognormal(
        -np.log1p(level_error**2) / 2, np.sqrt(np.log1p(level_error**2)), rows
    )
    means = np.repeat(level[:, None], DAYS, axis=1)
    if dispersion > 1:
        means = random.gamma(means / (dispersion - 1), dispersion - 1)
    sold = random.poisson(means).cumsum(axis=1)
    stock = np.ceil(random.gamma(1.5, 20.0, rows))
    found = run_out(exactly(*stock), ahead(*forecast, level_error=level_error, dispersion=dispersion))
    for day in (3, 7, 14, 28):
        chance, happened = found.gone[:, day - 1], sold[:, day - 1] >= stock
        for tenth in range(10):
            inside = (chance >= tenth / 10) & (chance < (tenth + 1) / 10)
            error = np.sqrt(0.25 / max(int(inside.sum()), 1))
            assert happened[inside].mean() == pytest.approx(chance[inside].mean(), abs=0.02 + 3 * error)
    assert _between(found, sold, stock) == pytest.approx(0.8, abs=0.03)


def _between(found: RunOut, sold: np.ndarray, stock: np.ndarray) -> float:
    """How often the day on which it was gone lies from `early` to `late`, of rows whose range is within the forecast and wide."""
    gone = np.where((sold >= stock[:, None]).any(axis=1), (sold >= stock[:, None]).argmax(axis=1) + 1, np.inf)
    told = np.isfinite(found.late) & (found.late >= found.early + 4)
    # Days are whole: half of what falls on the first and on the last day of the range is counted.
    inside = (gone > found.early) & (gone < found.late)
    edge = (gone == found.early) | (gone == found.late)
    return float((inside[told] + 0.5 * edge[told]).mean())


def test_what_of_a_total_is_not_chance_is_of_its_level() -> None:
    mean = np.full((1, 7), 10.0)
    # Of 70, chance of dispersion 2 has variance 140; the bounds say 140 + (0.2 × 70)².
    reach = Z80 * np.sqrt(140 + 14**2)
    found = from_total(mean, np.array([70 - reach]), np.array([70 + reach]), np.array([2.0]))
    assert found.level_error[0] == pytest.approx(0.2)
    assert found.by_day()[1][0, -1] == pytest.approx(140 + 14**2)


def test_a_level_is_never_known_better_than_by_a_tenth() -> None:
    mean, total = np.full((1, 7), 10.0), np.array([70.0])
    assert from_total(mean, total, total, np.array([2.0])).level_error[0] == LEAST_LEVEL_ERROR


def test_variants_share_demand_as_they_sold() -> None:
    product = np.array([0, 0, 0, 1])
    variants, share = of_variants(ahead(7, 2, dispersion=3), product, np.array([39.5, 19.5, 9.5, 4.0]))
    assert share == pytest.approx([4 / 7, 2 / 7, 1 / 7, 1])
    assert variants.mean[:, 0] == pytest.approx([4, 2, 1, 2])
    assert variants.dispersion == pytest.approx([1 + 2 * 4 / 7, 1 + 2 * 2 / 7, 1 + 2 / 7, 3])
    assert variants.level_error[3] == 0, "an only variant has no error of share"
    assert variants.level_error[2] > variants.level_error[1] > variants.level_error[0] > 0


def test_where_nothing_sold_variants_share_alike() -> None:
    assert of_variants(ahead(6), np.zeros(3, int), np.zeros(3))[1] == pytest.approx([1 / 3] * 3)


def test_an_unknown_variant_counts_like_the_others_and_has_no_demand() -> None:
    variants, share = of_variants(ahead(6), np.zeros(3, int), np.array([10.0, NAN, 10.0]))
    assert share[[0, 2]] == pytest.approx([1 / 3, 1 / 3], rel=0.02)
    assert np.isnan(share[1])
    assert np.isnan(variants.mean[1]).all()


def test_a_variant_that_was_sold_out_half_the_time_is_asked_for_twice_as_much() -> None:
    product, units = np.zeros(2, int), np.array([500.0, 500.0])
    share = of_variants(ahead(6), product, units, np.array([1.0, 0.5]))[1]
    assert share == pytest.approx([1 / 3, 2 / 3], abs=0.001)
    assert of_variants(ahead(6), product, units, np.array([1.0, NAN]))[1] == pytest.approx([0.5, 0.5])


def test_errors_of_shares_are_those_of_shares_drawn_by_chance() -> None:
    random, true = np.random.default_rng(3), np.array([0.6, 0.3, 0.1])
    sold = random.multinomial(100, true, 4_000).astype(float)
    product = np.repeat(np.arange(4_000), 3)
    found, share = of_variants(ahead(*np.ones(4_000), days=1), product, sold.ravel())
    spread = share.reshape(-1, 3).std(axis=0) / true
    assert np.sqrt((found.level_error.reshape(-1, 3) ** 2).mean(axis=0)) == pytest.approx(spread, rel=0.1)


def test_without_a_forecast_stock_lasts_by_the_pace_of_a_week_and_for_ever_where_none_sold() -> None:
    found = by_pace(np.array([30.0, 30.0, 0.0, NAN]), np.array([42.0, 0.0, 14.0, 14.0]))
    assert found.tolist()[:3] == [5, np.inf, 0]
    assert np.isnan(found[3])
    assert np.isnan(by_pace(np.array([5.0]), np.array([NAN]))[0])
