"""Laws that daily sales keep whatever is seen: of single products under any trouble, as hypothesis finds them."""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from itertools import combinations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.fixtures.any_looks import (
    ABSURD,
    ANYTHING,
    COUNTED,
    DAY,
    EXACT,
    HIDDEN,
    MINUTE_US,
    MINUTES_A_DAY,
    STOCK_ALONE,
    histories,
    profiles,
    shifted,
    stored,
)

from ventra.core.basis import IMPUTED
from ventra.core.columns import ORDERS, SKU_STOCK, STOCK, Seen, seen_from
from ventra.core.credible import AHEAD_US
from ventra.core.day import day_number_of, start_of_day_us
from ventra.core.grid import grid_of
from ventra.core.observation import Observation, ProductState
from ventra.core.profile import MARKET, Profile, flat
from ventra.core.runs import merge, touched_days
from ventra.core.sales import BRIDGED_DAYS, LEARNED_DAYS, Days, Sales, estimate
from ventra.core.steps import BETWEEN, COUNTER, ROUNDED, SEVERAL, steps_of
from ventra.core.variants import sku_pairs
from ventra.sales.reach import reached
from ventra.sales.store.touched import Touched

EXAMPLES = settings(max_examples=100, deadline=None)
AFTER_US = start_of_day_us(DAY + 400)
LAST_DIGIT = 0.005


def sales(seen: Seen, *, now_us: int = AFTER_US, profile: Profile | None = None) -> Sales:
    with np.errstate(all="raise"):
        return estimate(seen, now_us=now_us, profile=profile or flat(), category=np.full(1, MARKET))


def of(looks: list[Observation], **more: object) -> Sales:
    return sales(stored(looks), **more)  # type: ignore[arg-type]


def told(days: Days) -> dict[tuple[int, ...], tuple[float, ...]]:
    """Every number of each day, but how many looks there were and until when."""
    names = [field.name for field in fields(Days) if field.name not in ("key", "day", "looks", "through")]
    values = [np.nan_to_num(getattr(days, name), nan=-1).tolist() for name in names]
    keys = [(*key, day) for key, day in zip(days.key.tolist(), days.day.tolist(), strict=True)]
    return dict(zip(keys, zip(*values, strict=True), strict=True))


def same(one: Sales, other: Sales, *, later_by: int = 0) -> None:
    for a, b in ((one.products, other.products), (one.skus, other.skus)):
        assert {(*key[:-1], key[-1] + later_by): value for key, value in told(a).items()} == told(b)
    np.testing.assert_array_equal(one.spans.units, other.spans.units)


def changed(one: Sales, other: Sales) -> set[int]:
    """Day numbers on which anything differs."""
    days: set[int] = set()
    for a, b in ((told(one.products), told(other.products)), (told(one.skus), told(other.skus))):
        days |= {key[-1] for key in a.keys() | b.keys() if a.get(key) != b.get(key)}
    return days


@EXAMPLES
@given(histories(), profiles(), st.integers(0, 40 * MINUTES_A_DAY))
def test_units_are_never_negative_and_lie_within_their_bounds(
    looks: list[Observation], profile: Profile, now: int
) -> None:
    found = of(looks, profile=profile, now_us=start_of_day_us(DAY) + now * MINUTE_US)
    for days in (found.products, found.skus):
        assert np.isfinite(days.high).all()
        assert ((days.low >= 0) & (days.low <= days.units) & (days.units <= days.high)).all()
        assert ((days.begin_error >= 0) & (days.end_error >= 0)).all()
        priced = np.isfinite(days.revenue)
        assert (priced == (np.isfinite(days.revenue_low) & np.isfinite(days.revenue_high))).all()
        assert (days.revenue_low[priced] <= days.revenue[priced]).all()
        assert (days.revenue[priced] <= days.revenue_high[priced]).all()
        assert (start_of_day_us(days.day) <= start_of_day_us(DAY) + now * MINUTE_US).all()
    assert (found.spans.units >= 0).all()


def with_midnights(looks: list[Observation], midnights: set[int]) -> Seen:
    """The same looks and one at each of these midnights, which shows what the one before it showed."""
    at = np.array([one.seen_us for one in looks])
    more = []
    for midnight in (start_of_day_us(DAY + day) for day in midnights):
        before = looks[max(int(np.searchsorted(at, midnight, side="right")) - 1, 0)]
        more.append(Observation(1, midnight, before.state, before.skus))
    return stored(looks, more)


def read_as(seen: Seen, profile: Profile) -> set[int]:
    """The ways in which steps came by their units."""
    grid = grid_of(seen, profile, np.full(1, MARKET))
    return set(steps_of(seen, grid, sku_pairs(seen, grid)).how.tolist())


def may_be_rounded(*of_one: list[Observation]) -> bool:
    """Whether a counter that is exact shows too few odd numbers to be told from a rounded one, in any of these histories."""
    return any(read_as(stored(looks), flat()) & {ROUNDED, BETWEEN} for looks in of_one)


def left_stock(seen: Seen, begin: int, end: int) -> int:
    """Pieces that left the stock of any variant, or of the product, between two of the product's looks."""
    first, last = seen.products.at[[begin, end]]
    left = []
    for columns, place in ((seen.products, STOCK), (seen.skus, SKU_STOCK)):
        stock, keys = columns.state[:, place], columns.key
        pairs = (keys[1:] == keys[:-1]).all(axis=1) & (columns.at[:-1] >= first) & (columns.at[1:] <= last)
        fell = pairs & (stock[1:] >= 0) & (stock[:-1] > stock[1:])
        left.append(int((stock[:-1] - stock[1:])[fell].sum()))
    return max(left)


@EXAMPLES
@given(
    st.one_of(histories(EXACT), histories(COUNTED)),
    profiles(),
    st.sets(st.integers(0, 30), min_size=2, max_size=6),
)
def test_days_between_any_two_midnights_that_were_seen_sum_to_the_counters_rise(
    looks: list[Observation], profile: Profile, midnights: set[int]
) -> None:
    seen = with_midnights(looks, midnights)
    found, how = sales(seen, profile=profile).products, read_as(seen, profile)
    orders, when = seen.products.state[:, ORDERS], seen.products.at
    for first, last in combinations(sorted(midnights), 2):
        days = found.take((found.day >= DAY + first) & (found.day < DAY + last))
        if len(days.day) < last - first:
            continue
        begin, end = np.searchsorted(when, start_of_day_us(np.array([DAY + first, DAY + last])))
        rise, slack = orders[end] - orders[begin], LAST_DIGIT * len(days.day) + 1e-9
        if how == {COUNTER}:
            assert abs(days.units.sum() - rise) <= slack
        if SEVERAL in how:
            continue
        # Noughts alone may be a rounded counter's: what left the stock beside them then counts.
        most = max(rise, left_stock(seen, begin, end)) if ROUNDED in how else rise
        assert days.low.sum() - slack <= most
        assert rise <= days.high.sum() + slack


@EXAMPLES
@given(histories(), st.data())
def test_looks_that_come_twice_and_in_any_order_say_the_same(
    looks: list[Observation], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(looks), max_size=5))
    mixed = data.draw(st.permutations([*looks, *again]))
    cut = data.draw(st.integers(0, len(mixed)))
    same(of(looks), sales(stored(mixed[:cut], mixed[cut:])))


@EXAMPLES
@given(histories(EXACT), profiles(), st.data())
def test_one_more_look_in_a_gap_changes_only_the_days_that_the_gap_touches(
    looks: list[Observation], profile: Profile, data: st.DataObject
) -> None:
    out = data.draw(st.integers(0, len(looks) - 1))
    rest = [one for n, one in enumerate(looks) if n != out]
    ends = looks[max(out - 1, 0)].seen_us, looks[min(out + 1, len(looks) - 1)].seen_us
    # One look more may tell that a counter is exact, which concerns all of its days.
    assume(not may_be_rounded(looks, rest))
    found = changed(of(looks, profile=profile), of(rest, profile=profile))
    assert found <= set(range(*(int(day_number_of(at)) + n for n, at in enumerate(ends))))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([ANYTHING, STOCK_ALONE, HIDDEN, ABSURD]).flatmap(partial(histories, most=24)), st.data()
)
def test_under_any_trouble_closing_reaches_every_day_that_one_more_look_changes(
    looks: list[Observation], data: st.DataObject
) -> None:
    out = data.draw(st.integers(0, len(looks) - 1))
    before, after = stored([one for n, one in enumerate(looks) if n != out]), stored(looks)
    product, day = touched_days(merge(before, seen_from([looks[out]])))
    touched = Touched(product, day, np.ones(len(day), np.int64))
    found = changed(sales(before), sales(after))
    assert found <= set(reached(touched, after).day.tolist())
    assert found <= set(range(int(day.min()) - BRIDGED_DAYS, int(day.max()) + LEARNED_DAYS + 1))


@EXAMPLES
@given(histories(), profiles(), st.integers(-50, 50))
def test_shifting_everything_by_whole_weeks_shifts_every_result(
    looks: list[Observation], profile: Profile, weeks: int
) -> None:
    one, other = (
        of(looks, profile=profile),
        of(shifted(looks, 7 * weeks), profile=profile, now_us=2 * AFTER_US),
    )
    same(one, other, later_by=7 * weeks)


@EXAMPLES
@given(histories(), st.integers(-50, 50))
def test_shifting_everything_by_whole_days_shifts_every_result_where_all_hours_are_alike(
    looks: list[Observation], days: int
) -> None:
    same(of(looks), of(shifted(looks, days), now_us=2 * AFTER_US), later_by=days)


@EXAMPLES
@given(histories(), st.integers(0, 20 * MINUTES_A_DAY))
def test_looks_of_the_future_say_nothing(looks: list[Observation], now: int) -> None:
    now_us = looks[0].seen_us + now * MINUTE_US
    same(of(looks, now_us=now_us), of([o for o in looks if o.seen_us <= now_us + AHEAD_US], now_us=now_us))


def without(looks: list[Observation], *names: str) -> list[Observation]:
    """The same looks, which do not show these fields, nor variants' stocks or prices that are among them."""
    hidden = dict.fromkeys(names)
    return [
        Observation(
            1,
            one.seen_us,
            ProductState(
                **{name: getattr(one.state, name) for name in ProductState.__struct_fields__} | hidden
            ),
            tuple(
                type(sku)(
                    sku.sku_id, *(None if n in names else getattr(sku, n) for n in ("stock", "price_uzs"))
                )
                for sku in one.skus
            ),
        )
        for one in looks
    ]


@EXAMPLES
@given(histories())
def test_what_is_never_shown_has_no_number_rather_than_0(looks: list[Observation]) -> None:
    blind = of(without(looks, "orders_total", "stock"))
    assert len(blind.products.day) == len(blind.skus.day) == len(blind.spans.units) == 0
    unpriced = of(without(looks, "price_uzs"))
    assert np.isnan(unpriced.products.revenue).all()
    assert np.isnan(unpriced.skus.revenue_high).all()


@EXAMPLES
@given(histories(EXACT), st.data())
def test_a_look_that_shows_nothing_takes_no_unit_away_and_adds_none(
    looks: list[Observation], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(looks) - 2))
    begin, end = looks[place].seen_us, looks[place + 1].seen_us
    at = data.draw(st.integers(begin + 1, end - 1))
    empty = Observation(1, at, ProductState(*[None] * 7))
    without_it, with_it = of(looks).products, of([*looks, empty]).products
    if end - begin > 3 * MINUTES_A_DAY * MINUTE_US:
        return
    # Where a gap is one step its units lie whole on one side of midnight or the other, where it is two they may not.
    # A day that is seen in part is scaled up, and by more when less of it is known to hold no sale.
    if (with_it.basis == IMPUTED).any() or (without_it.basis == IMPUTED).any():
        return
    assume(not may_be_rounded(looks, [*looks, empty]))
    for day, units in zip(without_it.day.tolist(), without_it.units.tolist(), strict=True):
        assert abs(with_it.units[with_it.day == day].sum() - units) <= 1 + 2 * LAST_DIGIT
    numbered = without_it.day.tolist()
    if with_it.day.tolist() == numbered and {int(day_number_of(at)) for at in (begin, end)} <= set(numbered):
        less = with_it.units.sum() - without_it.units.sum()
        assert abs(less) <= 2 * LAST_DIGIT * len(without_it.day) + 1e-9
