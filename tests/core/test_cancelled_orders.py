"""Counters that fall when an order is cancelled: what was ordered is more than what they rose by."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fixtures.hand_made import look, steps

from ventra.core.columns import Int64
from ventra.core.observation import Observation
from ventra.core.steps import CANCELLED, COUNTER, Steps

HOURS = 28 * 24
A_DAY = 20.0
SEEDS = 6


def counter(ordered: Int64, cancelled: Int64) -> list[Observation]:
    """A look each hour at a counter that counts orders and takes cancelled ones back; nobody sees stock."""
    shown = 1001 + np.concatenate((np.zeros(1, np.int64), np.cumsum(ordered - cancelled)))
    return [look(hour, count) for hour, count in enumerate(shown.tolist())]


def orders(seed: int) -> Int64:
    """What is ordered each hour of four weeks."""
    return np.asarray(np.random.default_rng(seed).poisson(A_DAY / 24, HOURS), np.int64)


@cache
def lowered(seed: int, part: float) -> tuple[Int64, Int64, Steps]:
    """Orders, what the counter rose by, and what we say, where this part of orders is cancelled at some other hour."""
    ordered = orders(seed)
    cancelled = np.random.default_rng(seed + 100).poisson(part * A_DAY / 24, HOURS)
    return ordered, np.maximum(ordered - cancelled, 0), steps(counter(ordered, cancelled))


def at(hours: dict[int, int]) -> Int64:
    """Orders cancelled at these hours, and none at others."""
    cancelled = np.zeros(HOURS, np.int64)
    cancelled[list(hours)] = list(hours.values())
    return cancelled


def test_orders_that_were_cancelled_within_a_rise_are_added_back() -> None:
    told = [lowered(seed, 0.08) for seed in range(SEEDS)]
    hit = [found.how == CANCELLED for _, _, found in told]
    true, rises, said = (
        sum(part[which].sum() for part, which in zip(column, hit, strict=True))
        for column in ([a for a, _, _ in told], [b for _, b, _ in told], [c.units for _, _, c in told])
    )
    assert sum(which.sum() for which in hit) > HOURS * SEEDS / 2
    assert abs(said - true) < 0.5 * (true - rises)


def test_more_is_added_back_where_more_is_cancelled() -> None:
    added = [
        np.mean([lowered(seed, part)[2].units.sum() - lowered(seed, part)[1].sum() for seed in range(SEEDS)])
        for part in (0.0, 0.06, 0.2)
    ]
    assert added[0] == 0
    assert 0 < added[1] < added[2]


def test_what_is_added_back_is_said_to_be_unsure() -> None:
    ordered, rises, found = lowered(0, 0.08)
    hit = found.how == CANCELLED
    assert (found.units[hit] >= rises[hit]).all()
    assert (found.low[hit] == rises[hit]).all()
    assert (found.error[hit] > 0).all()
    assert (ordered[hit] <= found.high[hit]).all()


def test_an_order_that_left_the_stock_of_one_variant_while_another_came_back_is_seen() -> None:
    """Twice the counter falls; later one is ordered and one cancelled in the same hour, and the shelf shows both."""
    both, falls = 450, (300, 330)
    shown, stocks, looks = 1001, [500, 500], []
    for hour in range(500):
        if hour in falls:
            shown, stocks[1] = shown - 1, stocks[1] + 1
        elif hour == both:
            stocks = [stocks[0] - 1, stocks[1] + 1]
        elif hour % 6 == 0:
            shown, stocks[0] = shown + 1, stocks[0] - 1
        looks.append(look(hour, shown, tuple(stocks)))
    found = steps(looks)
    assert 1 <= found.units[both - 1] < 1.2
    assert 0 <= found.units[both - 2] < 0.2


@pytest.mark.parametrize(
    "fell",
    [{300: 1}, {300: 3}, {300: 8}, {300: 8, 340: 12}, {300: 40, 310: 40, 320: 40, 330: 40}],
    ids=["one order once", "few orders once", "many once", "many twice", "many four times"],
)
def test_a_counter_that_fell_once_or_by_much_was_corrected_and_nothing_is_added(fell: dict[int, int]) -> None:
    cancelled = at(fell)
    ordered = np.where(cancelled > 0, 0, orders(3))
    found = steps(counter(ordered, cancelled))
    assert CANCELLED not in found.how
    by_counter = found.how == COUNTER
    assert by_counter.sum() > 0.9 * HOURS
    assert (found.units[by_counter] <= ordered[by_counter]).all()
    assert found.units.sum() <= ordered.sum()


def test_falls_of_an_order_that_come_again_mark_the_days_after_them_and_not_those_long_before() -> None:
    cancelled = at({300: 1, 310: 1, 320: 1})
    found = steps(counter(np.where(cancelled > 0, 0, orders(3)), cancelled))
    hit = np.flatnonzero(found.how == CANCELLED)
    assert 300 <= hit.min() <= 320
    assert hit.max() < 320 + 14 * 24


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=60), st.integers(1, 30))
def test_a_counter_that_never_falls_is_believed_to_the_order(rises: list[int], every: int) -> None:
    shown = 1001 + np.concatenate(([0], np.cumsum(rises)))
    found = steps([look(every * n, count) for n, count in enumerate(shown.tolist())])
    assert CANCELLED not in found.how
    exact = found.how == COUNTER
    np.testing.assert_array_equal(found.units[exact], np.diff(shown)[exact])
