"""What holds of daily sales under every trouble: bounds, totals, and how far a look reaches."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from ventra.core.columns import MISSING, ORDERS, Columns, Int64, Seen, rows_of_skus, run_starts
from ventra.core.day import US_PER_DAY, day_number_of
from ventra.core.learning import hear, learn
from ventra.core.profile import Profile
from ventra.core.sales import AHEAD_DAYS, BACK_DAYS, Days, Sales, estimate
from ventra.simulator.streams import make_streams
from ventra.simulator.streams.kinds import TROUBLES
from ventra.simulator.streams.make import Streams

SEED = 11
COUNTED = ("none", "restock", "fbs", "returns", "write_offs", "order_limit", "night_sales")
"""Troubles that leave the counter alone."""


@cache
def streams() -> Streams:
    return make_streams(SEED, days=28, gaps=(3, 8, 24))


@cache
def profile() -> Profile:
    return learn(hear(streams().seen, streams().category), version=1)


def sales(seen: Seen, product: Int64 | None = None) -> Sales:
    found = seen.products.key[run_starts(seen.products.key[:, 0]), 0] if product is None else product
    category = streams().category[np.searchsorted(streams().product, found)]
    now_us = int(streams().seen.products.at.max()) + 9 * US_PER_DAY
    return estimate(seen, now_us=now_us, profile=profile(), category=category)


def of(seen: Seen, keep: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Seen:
    """Only those looks."""
    held = np.where(seen.row_of_sku >= 0, keep[seen.row_of_sku], False)
    products, skus = seen.products.take(keep), seen.skus.take(held)
    return Seen(products, skus, rows_of_skus(products, skus))


def told(days: Days) -> dict[tuple[int, int], tuple[float, ...]]:
    values = zip(days.units.tolist(), days.low.tolist(), days.high.tolist(), days.basis.tolist(), strict=True)
    return dict(zip(zip(days.key[:, 0].tolist(), days.day.tolist(), strict=True), values, strict=True))


def named(*troubles: str) -> Int64:
    """Products under these troubles."""
    names = [trouble.value for trouble in TROUBLES]
    return streams().product[np.isin(streams().trouble, [names.index(one) for one in troubles])]


def test_no_day_sells_less_than_nothing_and_bounds_hold_the_point() -> None:
    found = sales(streams().seen)
    for days in (found.products, found.skus):
        assert (days.units >= 0).all()
        assert ((days.low <= days.units) & (days.units <= days.high)).all()
        known = np.isfinite(days.revenue)
        assert (days.revenue_low[known] <= days.revenue[known]).all()
        assert (days.revenue[known] <= days.revenue_high[known]).all()


def test_a_day_depends_on_no_look_beyond_its_reach() -> None:
    seen, whole = streams().seen, told(sales(streams().seen).products)
    day = day_number_of(seen.products.at)
    middle = int(np.median(day))
    near = (day >= middle - BACK_DAYS) & (day <= middle + AHEAD_DAYS)
    before = np.zeros(len(day), bool)
    first = np.flatnonzero(near & run_starts(seen.products.key[:, 0], near.astype(np.int64)))
    before[np.maximum(first - 1, 0)] = (
        seen.products.key[np.maximum(first - 1, 0), 0] == seen.products.key[first, 0]
    )
    part = told(sales(of(seen, near | before)).products)
    mine = {key: value for key, value in whole.items() if key[1] == middle}
    assert len(mine) > 200
    assert {key: part.get(key) for key in mine} == mine


def test_days_add_up_to_what_an_exact_counter_rose_by() -> None:
    found, seen = sales(streams().seen), streams().seen.products
    orders = seen.state[:, ORDERS]
    for product in named(*COUNTED).tolist():
        mine = np.flatnonzero(seen.key[:, 0] == product)
        days = found.products.take(found.products.key[:, 0] == product)
        spans = found.spans.units[found.spans.product == product].sum()
        ends = day_number_of(seen.at[mine[[0, -1]]])
        inner = (days.day > ends[0]) & (days.day < ends[1])
        looks = mine[(day_number_of(seen.at[mine]) > ends[0]) & (day_number_of(seen.at[mine]) < ends[1])]
        slack = 0.01 * len(days.day)
        assert days.units[inner].sum() <= orders[mine[-1]] - orders[mine[0]] + slack
        if not spans:
            assert days.units[inner].sum() >= orders[looks[-1]] - orders[looks[0]] - slack


@pytest.mark.parametrize("trouble", COUNTED)
def test_one_more_look_changes_only_the_days_its_gap_touches(trouble: str) -> None:
    product = named(trouble)
    seen = of(streams().seen, np.isin(streams().seen.products.key[:, 0], product))
    rows = np.flatnonzero(~run_starts(seen.products.key[:, 0]))
    left_out = rows[len(rows) // 3 :: 97]
    keep = np.ones(len(seen.products), bool)
    keep[left_out] = False
    with_it, without = told(sales(seen).products), told(sales(of(seen, keep)).products)
    at, key = seen.products.at, seen.products.key[:, 0]
    touched = set()
    for row in left_out.tolist():
        last = row + 1 if row + 1 < len(key) and key[row + 1] == key[row] else row
        days = range(int(day_number_of(at[row - 1])), int(day_number_of(at[last])) + 1)
        touched |= {(int(key[row]), day) for day in days}
    changed = {one for one in with_it.keys() | without.keys() if with_it.get(one) != without.get(one)}
    assert changed
    assert changed <= touched


def test_shifting_everything_by_whole_weeks_shifts_the_results() -> None:
    seen, by = streams().seen, 5 * 7
    moved = Seen(
        Columns(
            seen.products.key, seen.products.at + by * US_PER_DAY, seen.products.state, seen.products.source
        ),
        Columns(seen.skus.key, seen.skus.at + by * US_PER_DAY, seen.skus.state, seen.skus.source),
        seen.row_of_sku,
    )
    category = streams().category
    now_us = int(moved.products.at.max()) + 9 * US_PER_DAY
    after = estimate(moved, now_us=now_us, profile=profile(), category=category).products
    before = sales(seen).products
    assert (after.day - by).tolist() == before.day.tolist()
    for name in ("units", "low", "high", "revenue", "basis"):
        np.testing.assert_array_equal(getattr(after, name), getattr(before, name))


def test_a_counter_that_some_looks_do_not_show_still_says_the_total() -> None:
    product = named("none", "returns")
    seen = of(streams().seen, np.isin(streams().seen.products.key[:, 0], product))
    state = seen.products.state.copy()
    hidden = np.flatnonzero(~run_starts(seen.products.key[:, 0]))[1::3]
    state[hidden, ORDERS] = MISSING
    blind = Seen(
        Columns(seen.products.key, seen.products.at, state, seen.products.source), seen.skus, seen.row_of_sku
    )
    shown, guessed = sales(seen).products, sales(blind).products
    for one in product.tolist():
        total, found = (days.units[days.key[:, 0] == one].sum() for days in (shown, guessed))
        assert found == pytest.approx(total, rel=0.05, abs=3)


def test_a_counter_shown_rounded_is_never_taken_for_exact() -> None:
    product = named("rounded_counter")
    found, rows = sales(streams().seen).products, np.isin(streams().truth_product, named("rounded_counter"))
    truth = dict(
        zip(
            zip(streams().truth_product[rows].tolist(), streams().truth_day[rows].tolist(), strict=True),
            streams().truth_units[rows].tolist(),
            strict=True,
        )
    )
    days = {
        key: value
        for key, value in told(found.take(np.isin(found.key[:, 0], product))).items()
        if key in truth
    }
    error = sum(abs(value[0] - truth[key]) for key, value in days.items()) / sum(truth[key] for key in days)
    assert error < 0.25
