"""What an own shop's truth teaches: errors fall where there are some, and nothing changes by chance or on few days."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.basis import INFERRED
from ventra.core.estimate import Estimate, estimate
from ventra.core.own_facts import USUAL, OwnFacts, with_own
from ventra.core.own_fit import LEAST_DAYS, Learned, OwnRows, after, factor_of, learn, widths_of
from ventra.core.own_rows import own_rows
from ventra.core.own_view import OwnFit, bands_of, revenue_of, seen_by, units_of
from ventra.core.scores import Estimates, score
from ventra.core.windows import DayValues

MINE, ANOTHER = 5, 6
STRICT = OwnFit(3, 1.25, (1.0, 2.0, 1.0, 1.0), (1.0, 3.0, 1.0, 1.0))


def market(
    seed: int,
    *,
    days: int = 60,
    products: int = 9,
    factor: float = 1.0,
    spread: float = 1.0,
    category: int = MINE,
) -> OwnRows:
    """Days of goods whose units are ours times a factor, within our 80 % intervals where the spread is 1."""
    generator = np.random.default_rng(seed)
    rate = np.repeat(np.geomspace(0.5, 60, products), days)
    point = generator.gamma(6, rate / 6)
    side = 0.2 * point + 0.3
    error = generator.normal(0, 1, len(point)) * spread * side / 1.2815
    truth = np.maximum(factor * point + error, 0.0)
    product = np.repeat(np.arange(products), days) + 100 * category
    return OwnRows(
        product, np.full(len(point), category), np.tile(np.arange(days), products), np.ones(len(point), np.int64),
        truth, point, np.maximum(point - side, 0), point + side,
    )  # fmt: skip


def joined(*parts: OwnRows) -> OwnRows:
    names = OwnRows.__dataclass_fields__
    return OwnRows(*(np.concatenate([getattr(one, name) for one in parts]) for name in names))


def one(rows: OwnRows, category: int = MINE) -> Learned:
    found = {each.category: each for each in learn(rows, np.random.default_rng(1), version=3)}
    return found[category]


def fared(fit: OwnFit, rows: OwnRows) -> tuple[float, float, float]:
    found = score(after(fit, rows), rows.truth)
    assert found.wape is not None
    assert found.wis is not None
    assert found.cover_open is not None
    return found.wape, found.wis, found.cover_open


def test_a_category_that_sells_more_than_is_seen_is_raised_on_days_and_goods_nothing_was_learned_from():
    learned, fresh = one(market(1, factor=1.3)), market(2, factor=1.3, products=20)
    assert learned.why == "learned"
    assert learned.fit.factor == pytest.approx(1.3, abs=0.05)
    before, now = fared(one(market(1)).fit, fresh), fared(learned.fit, fresh)
    assert now[0] < 0.7 * before[0]
    assert now[1] < before[1]
    held_out = learned.held_out["all"]
    assert held_out.after.wape is not None
    assert held_out.before.wape is not None
    assert held_out.after.wape < held_out.before.wape


@pytest.mark.parametrize("spread", [0.75, 2.0])
def test_intervals_that_are_too_wide_or_too_narrow_come_to_hold_four_of_five(spread: float):
    learned, fresh = one(market(3, spread=spread, days=90)), market(4, spread=spread, products=20)
    plain = OwnFit(0, 1.0, (1.0,) * 4, (1.0,) * 4)
    assert learned.fit.factor == 1.0
    assert abs(fared(plain, fresh)[2] - 0.8) > 0.07
    assert fared(learned.fit, fresh)[2] == pytest.approx(0.8, abs=0.05)
    assert fared(learned.fit, fresh)[1] < fared(plain, fresh)[1]


def test_a_good_estimate_is_left_as_it_is_however_often_one_looks():
    seeds = range(100, 140)
    factors = [one(market(seed, days=50, products=6)).fit.factor for seed in seeds]
    assert factors.count(1.0) == len(seeds)
    fresh = [market(seed + 1000) for seed in seeds]
    plain = OwnFit(0, 1.0, (1.0,) * 4, (1.0,) * 4)
    worse = [
        fared(one(market(seed, days=50, products=6)).fit, some)[1] / fared(plain, some)[1]
        for seed, some in zip(seeds, fresh, strict=True)
    ]
    assert np.mean(worse) < 1.01
    assert max(worse) < 1.1


def test_few_days_or_goods_change_nothing():
    few_days = one(market(5, factor=1.4, days=LEAST_DAYS - 1))
    assert (few_days.why, few_days.fit.changes) == ("few_days", False)
    assert few_days.held_out["all"].before == few_days.held_out["all"].after
    assert not one(market(6, factor=1.4, products=2)).fit.changes


def test_a_category_with_few_rows_is_drawn_towards_the_others_and_without_them_stands_alone():
    large, small = market(7, factor=1.4, category=ANOTHER), market(8, factor=1.0, products=1, days=30)
    alone, beside = factor_of(small, MINE), factor_of(joined(large, small), MINE)
    assert abs(alone - 1.0) < abs(beside - 1.0)
    assert beside < factor_of(large, ANOTHER)
    wide = market(9, spread=2.5, category=ANOTHER)
    assert (widths_of(joined(wide, small), MINE, 1, 1.0) >= widths_of(small, MINE, 1, 1.0)).all()


def test_the_same_rows_in_any_order_teach_the_same():
    rows = market(10, factor=1.2)
    mixed = rows.take(np.random.default_rng(4).permutation(len(rows.day)))
    assert one(rows).fit == one(mixed).fit


def test_windows_take_truth_of_seven_days_one_after_the_other_and_our_own_window_of_them():
    day = np.arange(20, dtype=np.int64)
    units = np.arange(20, dtype=float)
    zero = np.zeros(20)
    ours = DayValues(
        np.zeros(20, np.int64),
        day,
        units,
        units - 0.1,
        units + 0.1,
        np.full(20, INFERRED, np.int8),
        zero,
        zero,
    )
    told = np.delete(np.arange(20), 12)
    rows = own_rows(
        np.array([77]), np.array([MINE]), ours, np.zeros(19, np.int64), day[told], 2 * units[told]
    )
    daily, weekly = (rows.take(rows.length == length) for length in (1, 7))
    assert daily.day.tolist() == told.tolist()
    assert weekly.day.tolist() == [6, 7, 8, 9, 10, 11, 19]
    assert (weekly.truth == 2 * weekly.point).all()
    assert weekly.point.tolist()[0] == sum(range(7))
    assert set(rows.product.tolist()) == {77}


def test_a_number_is_scaled_with_its_money_and_what_is_exact_or_unknown_stays():
    units = estimate(4.0, 3.0, 6.0, basis=INFERRED, days=1, known_days=1)
    revenue = estimate(400_000, 300_000, 600_000, basis=INFERRED, days=1, known_days=1)
    seen = units_of(STRICT, units)
    assert (seen.point, seen.low, seen.high) == (5.0, 2.5, 10.0)
    money = revenue_of(STRICT, revenue, units)
    assert (money.point, money.low, money.high) == (500_000, 250_000, 1_000_000)
    assert type(money.point) is int
    week = estimate(28.0, 21.0, 42.0, basis=INFERRED, days=7, known_days=7)
    assert units_of(STRICT, week).high == 35 + 3 * 1.25 * 14
    exact = estimate(4.0, 4.0, 4.0, basis=INFERRED, days=1, known_days=1)
    nothing = Estimate(None, None, None, "no_data", 1, 0)
    for unchanged in (exact, nothing):
        assert units_of(STRICT, unchanged) is unchanged
    assert revenue_of(STRICT, nothing, units) is nothing
    assert revenue_of(STRICT, revenue, exact) is revenue
    assert units_of(None, units) is units
    assert OwnFit.stored(3, STRICT.factors) == STRICT


def test_rules_of_an_organisation_go_by_what_it_sees_and_those_of_others_by_what_is_stored():
    names = (
        "units_1",
        "units_1_low",
        "units_1_high",
        "units_7",
        "units_7_low",
        "units_7_high",
        *USUAL,
        "price",
    )
    facts = {name: np.array([4.0, 4.0, np.nan]) for name in names}
    facts |= {"units_1_low": np.array([3.0, 4.0, np.nan]), "units_1_high": np.array([6.0, 4.0, np.nan])}
    org, product = np.array([1, 2, 1, 1]), np.array([70, 70, 71, 72])
    own = [OwnFacts(1, np.array([70, 71, 72]), STRICT)]
    seen, row = with_own(facts, np.array([0, 0, 1, 2]), org, product, own)
    told = {name: values[row] for name, values in seen.items()}
    assert told["units_1"].tolist()[:3] == [5.0, 4.0, 4.0]
    assert told["units_1_low"].tolist()[:3] == [2.5, 3.0, 4.0]
    assert told["units_1_high"].tolist()[:3] == [10.0, 6.0, 4.0]
    assert told["usual_low"].tolist()[:3] == [5.0, 4.0, 4.0]
    assert told["price"].tolist()[:3] == [4.0, 4.0, 4.0]
    assert np.isnan(told["units_1"][3])


amounts = st.floats(0, 1e6, allow_nan=False)


@settings(max_examples=200, deadline=None)
@given(
    parts=st.tuples(amounts, amounts, amounts).map(sorted),
    factor=st.floats(0.67, 1.5),
    widths=st.lists(st.floats(0.5, 4.0), min_size=8, max_size=8),
    days=st.sampled_from((1, 7, 28)),
)
def test_low_stays_below_the_point_and_high_above_and_columns_say_the_same(parts, factor, widths, days):
    fit = OwnFit(1, factor, tuple(widths[:4]), tuple(widths[4:]))
    low, point, high = (round(part, 2) for part in parts)
    seen = units_of(fit, estimate(point, low, high, basis=INFERRED, days=days, known_days=days))
    assert 0 <= seen.low <= seen.point <= seen.high
    columns = [np.array([part]) for part in (point, low, high)]
    band = int(bands_of(columns[0], np.array([days]))[0])
    width = np.array([(fit.days if days == 1 else fit.windows)[band]])
    again = [float(part[0]) for part in seen_by(factor, width, *columns)]
    assert [seen.point, seen.low, seen.high] == pytest.approx(again, abs=0.006)


def test_estimates_of_a_fit_without_effect_are_those_before():
    rows = market(12)
    same = after(replace_with_ones(), rows)
    assert score(same, rows.truth) == score(Estimates(rows.point, rows.low, rows.high), rows.truth)
    exact = replace(rows, low=rows.point, high=rows.point)
    assert (after(STRICT, exact).point == rows.point).all()


def replace_with_ones() -> OwnFit:
    return OwnFit(1, 1.0, (1.0,) * 4, (1.0,) * 4)
