"""Revenue of days: units at the price in force, by variant, and as often within its bounds as units are within theirs."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from ventra.core.columns import Int64, seen_from
from ventra.core.day import US_PER_DAY, day_number_of, start_of_day_us
from ventra.core.learning import hear, learn
from ventra.core.observation import Observation, ProductState, SkuState
from ventra.core.profile import MARKET, flat
from ventra.core.sales import Days, Sales, estimate
from ventra.core.steps import Bool
from ventra.simulator.streams import make_streams
from ventra.simulator.streams.kinds import Kind
from ventra.simulator.streams.make import Streams

SEED = 7
DAY = 20_000
HOUR = 3_600_000_000
Variant = tuple[int, int | None, int | None]
"""Id, stock and price."""


def look(day: int, hour: float, orders: int, *variants: Variant) -> Observation:
    state = ProductState(orders, None, 0, None, None, None, None)
    at = start_of_day_us(DAY + day) + int(hour * HOUR)
    return Observation(1, at, state, tuple(SkuState(*one) for one in variants))


def sales(*looks: Observation) -> Sales:
    later = start_of_day_us(DAY + 60)
    return estimate(seen_from(looks), now_us=later, profile=flat(), category=np.full(1, MARKET))


def bounds(days: Days) -> list[tuple[float, float, float]]:
    return list(
        zip(days.revenue_low.tolist(), days.revenue.tolist(), days.revenue_high.tolist(), strict=True)
    )


def test_each_variant_earns_at_its_own_price() -> None:
    found = sales(
        look(0, 0, 10, (1, 50, 1000), (2, 50, 3000)),
        look(0, 12, 14, (1, 47, 1000), (2, 49, 3000)),
        look(1, 0, 14, (1, 47, 1000), (2, 49, 3000)),
    )
    assert bounds(found.products) == [(6000, 6000, 6000)]
    assert bounds(found.skus) == [(3000, 3000, 3000), (3000, 3000, 3000)]


def test_a_price_that_changes_between_two_looks_bounds_what_was_earned_by_both() -> None:
    found = sales(
        look(0, 0, 10, (1, 50, 1000)), look(0, 12, 14, (1, 46, 1500)), look(1, 0, 16, (1, 44, 1500))
    )
    for days in (found.products, found.skus):
        assert bounds(days) == [(7000, 8000, 9000)]


def test_a_price_that_one_look_does_not_show_is_that_of_the_other() -> None:
    found = sales(
        look(0, 0, 10, (1, 50, 1000)), look(0, 12, 14, (1, 46, None)), look(1, 0, 16, (1, 44, 1500))
    )
    assert bounds(found.skus) == [(7000, 7000, 7000)]


def test_a_variant_without_a_price_leaves_its_products_revenue_unknown_and_no_other_variants() -> None:
    found = sales(look(0, 0, 10, (1, 50, None), (2, 50, 3000)), look(1, 0, 14, (1, 47, None), (2, 49, 3000)))
    assert found.products.units.tolist() == [4]
    assert np.isnan(bounds(found.products)).all()
    assert np.isnan(bounds(found.skus.take(found.skus.key[:, 1] == 1))).all()
    assert bounds(found.skus.take(found.skus.key[:, 1] == 2)) == [(3000, 3000, 3000)]


def test_units_of_which_nobody_saw_the_variant_may_have_cost_what_any_of_them_does() -> None:
    found = sales(look(0, 0, 10, (1, 50, 1000), (2, 50, 3000)), look(1, 0, 11, (1, 90, 1000), (2, 90, 3000)))
    (low, point, high) = bounds(found.products)[0]
    assert (found.products.low[0], found.products.high[0], point) == (1, 1, 2000)
    assert low <= 1000
    assert high >= 3000


def test_a_days_bounds_do_not_lose_the_round_sum_of_whole_units() -> None:
    """18 h of 7 units fall on the first day and 6 h on the second: bounds at whole units are whole prices."""
    found = sales(
        look(0, 0, 10, (1, 50, 73_330)),
        look(0, 6, 13, (1, 47, 73_330)),
        look(1, 6, 20, (1, 40, 73_330)),
        look(2, 0, 22, (1, 38, 73_330)),
    ).skus
    assert (found.low < found.high).all()
    for end, uzs in ((found.low, found.revenue_low), (found.high, found.revenue_high)):
        np.testing.assert_allclose(uzs, 73_330 * end, rtol=0, atol=1)


@cache
def streams() -> Streams:
    return make_streams(SEED, days=42, gaps=(1, 3, 8, 24))


@cache
def found() -> Sales:
    seen, unknown = streams().seen, np.full(len(streams().product), MARKET)
    profile = learn(hear(seen, unknown), version=1)
    now_us = int(seen.products.at.max()) + 9 * US_PER_DAY
    return estimate(seen, now_us=now_us, profile=profile, category=unknown)


def held(days: Days, key: Int64, told: Int64) -> tuple[Bool, Bool, Bool]:
    """Of the days that the truth tells: whether units are within bounds, whether revenue is, and whether units' bounds differ."""
    ledger, codes = streams().ledger, 1_000_000
    days = days.take(np.isin(days.key[:, -1] * codes + days.day, told))
    sale = ledger.kind == Kind.SALE
    code, of = np.unique(key[sale] * codes + day_number_of(ledger.at_us[sale]), return_inverse=True)
    asked = days.key[:, -1] * codes + days.day
    place = np.minimum(np.searchsorted(code, asked), len(code) - 1)
    sold, earned = (
        np.where(code[place] == asked, np.bincount(of, part)[place], 0)
        for part in (-ledger.pieces[sale], -ledger.pieces[sale] * ledger.price_uzs[sale])
    )
    return (
        (days.low <= sold) & (sold <= days.high),
        (days.revenue_low <= earned) & (earned <= days.revenue_high),
        days.low < days.high,
    )


@pytest.mark.parametrize(("by", "seldomer"), [("product", 0.05), ("variant", 0.01)])
def test_revenue_of_days_is_held_by_its_bounds_about_as_often_as_units_are(by: str, seldomer: float) -> None:
    """A product's a little seldomer: which variants were sold is known less well than how many."""
    ledger, truth = streams().ledger, streams()
    if by == "product":
        told = truth.truth_product * 1_000_000 + truth.truth_day
        units, revenue, wide = held(found().products, ledger.product, told)
    else:
        told = truth.truth_sku * 1_000_000 + truth.truth_sku_day
        units, revenue, wide = held(found().skus, ledger.sku, told)
    assert wide.sum() > 5_000
    assert revenue[wide].mean() > units[wide].mean() - seldomer
    assert revenue[~wide].mean() > units[~wide].mean() - seldomer
