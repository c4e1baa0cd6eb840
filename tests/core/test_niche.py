"""Niches by hand: how many stay, what saturation is made of, seasons, price segments, reviews, and who came."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.niche import niches
from ventra.core.niche_goods import COLUMNS, NOBODY, Goods, quantiles
from ventra.core.niche_segments import niche_segments
from ventra.core.saturation import PARTS, saturations
from ventra.core.season import seasons
from ventra.core.shares import concentration, concentrations
from ventra.core.survival import survivals

NOW = 1_000.0


def goods(*rows: dict[str, float]) -> Goods:
    usual = dict.fromkeys(COLUMNS, np.nan) | {"seller": NOBODY, "basis": 1.0, "days": 28.0, "came": 0.0}
    columns = {name: np.array([(usual | row)[name] for row in rows], float) for name in COLUMNS}
    return Goods(**columns)


def sold(units: float, price: float = 1_000.0, error: float = 0.0, **more: float) -> dict[str, float]:
    ends = {"units": units, "units_low": units - error, "units_high": units + error}
    money = {f"revenue{end}": units_ * price for end, units_ in
             (("", units), ("_low", units - error), ("_high", units + error))}  # fmt: skip
    return ends | money | {"price": price} | more


def of_one(*rows: dict[str, float]):
    return niches(np.zeros(len(rows), np.int64), goods(*rows), groups=1, now=NOW)


def test_survival_is_that_of_kaplan_and_meier_worked_by_hand():
    days = np.array([10, 20, 20, 40, 95, 200.0, 3.0])
    left = np.array([True, True, False, True, False, False, True])
    group = np.array([0, 0, 0, 0, 0, 0, 1])
    found = survivals(group, days, left, groups=2, horizon=90.0)
    # 6 there: 5/6 at 10; 4/5 at 20 (one more is watched no longer); 2/3 at 40
    assert found.point[0] == pytest.approx(5 / 6 * 4 / 5 * 2 / 3)
    assert 0 < found.low[0] < found.point[0] < found.high[0] < 1
    assert found.came.tolist() == [6, 1]
    assert np.isnan(found.point[1]), "of one shop nothing is said"


def test_nobody_left_is_no_certainty_and_nobody_watched_so_long_is_no_figure():
    stay = survivals(np.zeros(10, np.int64), np.full(10, 120.0), np.zeros(10, bool), groups=1, horizon=90.0)
    assert (stay.point[0], stay.high[0]) == (1, 1)
    assert stay.low[0] == pytest.approx(0.1 ** (1 / 10))
    short = survivals(np.zeros(10, np.int64), np.full(10, 60.0), np.zeros(10, bool), groups=1, horizon=90.0)
    assert np.isnan(short.point[0])
    all_left = survivals(np.zeros(6, np.int64), np.full(6, 5.0), np.ones(6, bool), groups=1, horizon=90.0)
    assert (all_left.point[0], all_left.low[0]) == (0, 0)
    assert 0 < all_left.high[0] < 1


def test_saturation_is_the_weighted_sum_of_its_known_parts():
    value = np.array([[2_250.0, 0.55, np.nan, np.nan, 0.0], [np.nan, 0.9, np.nan, np.nan, np.nan]])
    found = saturations(value, value, value)
    assert found.press[0, [0, 1, 4]].tolist() == pytest.approx([0.5, 0.5, 0.5])
    assert found.point[0] == pytest.approx(50)
    assert (found.low[0], found.high[0]) == pytest.approx((50, 50)), "exact parts have no interval"
    assert np.isnan(found.point[1]), "a quarter of the weights is not enough"
    assert sum(part.weight for part in PARTS) == pytest.approx(1)


def test_an_interval_of_a_part_moves_saturation_by_its_weight_and_falling_sales_press_more():
    point = np.array([[2_250.0, 0.55, 10.0, 0.25, 0.0]])
    low, high = point.copy(), point.copy()
    low[0, 4], high[0, 4] = -0.25, 0.25
    found = saturations(point, low, high)
    assert found.point[0] - found.low[0] == pytest.approx(100 * 0.15 * 0.5)
    assert found.high[0] - found.point[0] == pytest.approx(100 * 0.15 * 0.5)


def test_a_season_wants_every_month_and_gaps_and_new_goods_make_none():
    days = np.full((2, 1, 12), 28)
    product_days = np.full((2, 1, 12), 280.0)
    product_days[0, 0, 6:] *= 10
    units = product_days * 2.0
    units[0, 0, 11] *= 2
    days[1, 0, 3] = 5
    found = seasons(units, np.zeros((2, 1, 12)), product_days, days)
    assert found.peak.tolist() == [12, 0]
    assert found.point[0] == pytest.approx(4 / (26 / 12))
    assert found.low[0] < found.point[0] < found.high[0]
    assert np.isnan(found.index[1]).all()


def test_many_groups_are_concentrated_as_one_is():
    parts, errors = np.array([60.0, 40.0, 7.0, 0.0]), np.array([6.0, 4.0, 1.0, 0.0])
    found = concentrations(np.array([0, 0, 1, 2]), parts, errors, groups=3)
    alone = concentration(parts[:2], errors[:2])
    assert (found.point[0], found.low[0], found.high[0]) == pytest.approx(
        (alone.point, alone.low, alone.high)
    )
    assert found.point[1] == 10_000
    assert np.isnan(found.point[2]), "nothing was sold"


def test_a_niche_is_the_sum_of_what_is_on_sale_and_says_what_is_not_known():
    found = of_one(
        sold(100, seller=1, error=3),
        sold(50, seller=2, error=4),
        {"seller": 3},
        sold(999, seller=4, left=NOW - 5),
    )
    assert (found.products[0], found.shops.count[0]) == (3, 3)
    assert (found.units.point[0], found.units.low[0], found.units.high[0]) == (150, 145, 155)
    assert (found.units.known[0], found.units.basis[0]) == (2, 3), "one is not known: imputed"
    assert found.shops.leader_id[0] == 1
    assert found.shops.leader.point[0] == pytest.approx(2 / 3)
    assert found.idle.point[0] == 0
    nothing = of_one({"seller": 1})
    assert np.isnan(nothing.units.point[0])
    assert np.isnan(nothing.saturation.point[0])


def test_who_was_there_when_watching_began_did_not_come():
    old = [sold(5, seller=one, came=NOW - 300 + one) for one in range(5)]
    new = [sold(5, seller=10, came=NOW - 50), sold(5, seller=11, came=NOW - 200)]
    gone = [
        sold(5, seller=12, came=NOW - 150, left=NOW - 100),
        sold(5, seller=3, came=NOW - 80, left=NOW - 70),
    ]
    shops = of_one(*old, *new, *gone).shops
    assert (shops.came[0], shops.left[0], shops.over[0]) == (1, 0, 90)
    assert shops.staying.came[0] == 3
    young = of_one(*(sold(5, seller=one, came=NOW - 20) for one in range(9))).shops
    assert (young.came[0], young.over[0]) == (0, 0)


def test_leaders_are_ahead_in_reviews_by_the_difference_of_medians():
    leaders = [sold(100 + n, seller=n, reviews=500.0 + n) for n in range(5)]
    others = [sold(1, seller=n, reviews=10.0) for n in range(15)]
    gap = of_one(*leaders, *others).review_gap
    assert gap.point[0] == 502 - 10
    assert gap.low[0] <= 492 <= gap.high[0]
    assert np.isnan(of_one(*leaders).review_gap.point[0]), "of five goods nothing is said"


def test_quantiles_are_those_of_postgres_and_segments_hold_the_units_of_their_goods():
    group = np.array([1, 0, 0, 0, 0, 1])
    values = np.array([7.0, 4.0, 1.0, np.nan, 2.0, 9.0])
    assert quantiles(group, values, np.array([0.0, 0.5, 1.0]), groups=3)[:2].tolist() == [
        [1, 2, 4],
        [7, 7, 9],
    ]
    price = np.repeat(np.array([1_000.0, 5_000.0, 20_000.0, 60_000.0, 100_000.0]), 3)
    units = np.where(price == 20_000, 10.0, 1.0)
    (found,) = niche_segments(np.zeros(15, np.int64), price, units, groups=1)
    assert sum(found.products) == 15
    assert sum(found.units) == pytest.approx(42)
    least, most, share = found.busiest()
    assert (least or 0) <= 20_000 < (most or 10**9)
    assert share == pytest.approx(30 / 42)
