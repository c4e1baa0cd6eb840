"""Many products' days as a category's or a shop's: gaps are no falls, late comers no growth; and which days were promotions."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.profile import Float
from ventra.core.windows import DayValues
from ventra.outlook.goods import NOWHERE, Goods
from ventra.outlook.promotions import under_promotion
from ventra.outlook.together import Parts, around, parts_of

LAST, SPAN = 20_000, 90
HOW = {"last_day": LAST, "span": SPAN}


def goods(units: Float, *, reach: float = 0.0) -> Goods:
    """Products with these units by day [n, SPAN], NaN where nobody looked."""
    product, place = np.nonzero(np.isfinite(units))
    point = units[product, place]
    days = DayValues(
        product, LAST - SPAN + 1 + place, point, point - reach, point + reach, np.ones(len(point), np.int8),
        np.zeros(len(point)), np.zeros(len(point)),
    )  # fmt: skip
    count = np.arange(len(units))
    return Goods(count, count, count, count, days, np.zeros(len(point)), np.full(len(point), 100.0))


def days_of(parts: Parts) -> dict[int, float]:
    """The known days of the first group, by how many days ago."""
    days = parts.days(last_day=LAST)
    mine = days.subject == 0
    return dict(zip((LAST - days.day[mine]).tolist(), days.point[mine].tolist(), strict=True))


def test_a_day_nobody_looked_at_is_no_fall() -> None:
    units = np.full((10, SPAN), 10.0)
    units[0, -5:] = np.nan
    found = days_of(parts_of(goods(units), np.zeros(10, np.int64), **HOW))
    assert set(found) == set(range(SPAN))
    assert list(found.values()) == pytest.approx([100.0] * SPAN)


def test_a_day_of_which_too_little_is_known_has_no_number() -> None:
    units = np.full((10, SPAN), 1.0)
    units[0] = 50.0
    units[0, -3] = np.nan
    units[1:4, -8] = np.nan
    found = days_of(parts_of(goods(units), np.zeros(10, np.int64), **HOW))
    assert 2 not in found
    assert found[7] == pytest.approx(59.0)


def test_a_product_met_later_is_no_growth() -> None:
    units = np.full((20, SPAN), 5.0)
    units[0, :-10] = np.nan
    found = days_of(parts_of(goods(units), np.zeros(20, np.int64), **HOW))
    assert list(found.values()) == pytest.approx([100.0] * SPAN)


def test_errors_of_products_are_independent_and_what_is_filled_in_has_its_own() -> None:
    units = np.full((4, SPAN), 20.0)
    units[0, -1] = np.nan
    days = parts_of(goods(units, reach=3.0), np.zeros(4, np.int64), **HOW).days(last_day=LAST)
    assert days.high[0] - days.point[0] == pytest.approx(6.0)
    assert len(days.day) == SPAN - 1
    units[1:] = 100.0
    wide = parts_of(goods(units, reach=3.0), np.zeros(4, np.int64), **HOW).days(last_day=LAST)
    assert wide.high[-1] - wide.point[-1] > 6.0
    assert (wide.basis[-1], wide.basis[0]) == (2, 1)


def test_parts_add_up_whatever_order_and_groups_they_come_in() -> None:
    units = np.random.default_rng(1).poisson(5.0, (30, SPAN)).astype(float)
    group = np.arange(30) % 4
    whole = parts_of(goods(units), group, **HOW)
    pieces = Parts.none(np.array([1]), SPAN)
    for rows in (slice(0, 7), slice(7, 30)):
        pieces = pieces.plus(parts_of(goods(units[rows]), group[rows], **HOW))
    assert pieces.group.tolist() == [0, 1, 2, 3]
    assert pieces.units == pytest.approx(whole.units)
    assert pieces.products.tolist() == whole.products.tolist()
    nowhere = parts_of(goods(units), np.full(30, NOWHERE), **HOW)
    assert len(nowhere.group) == 0


def test_a_category_has_all_below_it() -> None:
    units = np.arange(1.0, 4.0)[:, None] * np.ones((3, SPAN))
    leaves = parts_of(goods(units), np.array([11, 12, 21]), **HOW)
    whole = leaves.rolled_up([[1, 10, 11], [1, 10, 12], [2, 21]])
    sums = dict(zip(whole.group.tolist(), whole.units[:, 0].tolist(), strict=True))
    assert sums == {1: 3, 2: 3, 10: 3, 11: 1, 12: 2, 21: 3}
    assert dict(zip(whole.group.tolist(), whole.products.tolist(), strict=True))[10] == 2


def test_what_stands_for_a_day_is_the_mean_around_it() -> None:
    units = np.full((3, SPAN), np.nan)
    units[0, :30], units[0, 60:] = 2.0, 8.0
    units[1, 5:7] = (4.0, 6.0)
    found = around(units)
    assert (found[0, 35], found[0, 59], found[0, 44], found[0, 46]) == (2.0, 8.0, 2.0, 8.0)
    assert (found[1] == 5.0).all()
    assert (found[2] == 0.0).all()


def test_a_price_well_below_the_usual_is_a_promotion_until_it_is_the_usual_one() -> None:
    price = np.full((3, SPAN), 100.0)
    price[0, 50:55] = 80.0
    price[0, 52] = np.nan
    price[1, 40:] = 85.0
    price[2, 50:55] = 95.0
    found = under_promotion(price)
    assert np.flatnonzero(found[0]).tolist() == [50, 51, 52, 53, 54]
    cut = np.flatnonzero(found[1])
    assert cut[0] == 40
    assert cut[-1] < 40 + 28
    assert not found[2].any()
    assert not under_promotion(np.full((2, SPAN), np.nan)).any()
