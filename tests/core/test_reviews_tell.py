"""What reviews tell of sales that neither the counter nor stock shows."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from tests.fixtures.hand_made import AFTER_US, look, seen_of, steps

from ventra.core.event_kinds import Kind
from ventra.core.observation import Observation
from ventra.core.profile import MARKET, flat
from ventra.core.sales import estimate
from ventra.core.steps import COUNTER, REVIEWS, STOCK, Steps

LOOKS = 40
A_DAY = 4
"""Looks a day."""


def week(
    orders: int | None, written: float, *, ever: int = 1000, left: float = 0.0, rises: int = 0
) -> list[Observation]:
    """Ten days of looks at a product with stock of 500: `written` reviews and `left` pieces a day, the counter rising."""
    found = []
    for n in range(LOOKS):
        shown = None if orders is None else orders + rises * n
        one = look(24 / A_DAY * n, shown, (500 - int(left * n / A_DAY),))
        state = replace(one.state, reviews_total=ever + int(written * n / A_DAY))
        found.append(replace(one, state=state))
    return found


def a_day(found: Steps) -> float:
    """Units a day at the end, by the last two days of steps."""
    return float(found.units[-2 * A_DAY :].sum()) / 2


def test_a_counter_of_whole_thousands_over_a_stock_that_stands_sells_as_reviews_say() -> None:
    found = steps(week(10_000, 4.0))
    assert found.how[-1] == REVIEWS
    assert a_day(found) == pytest.approx(40, rel=0.15)
    assert (found.low[-A_DAY:] < found.units[-A_DAY:]).all()
    assert (found.units[-A_DAY:] < found.high[-A_DAY:]).all()


def test_where_pieces_are_seen_to_leave_reviews_add_nothing() -> None:
    alone = steps(week(10_000, 0.0, left=8.0))
    np.testing.assert_array_equal(steps(week(10_000, 4.0, left=8.0)).units, alone.units)


def test_an_exact_counter_is_never_overruled() -> None:
    found = steps(week(10_007, 4.0, rises=1))
    assert (found.how == COUNTER).all()
    assert (found.units == 1).all()


def test_few_reviews_and_few_ever_say_nothing() -> None:
    assert steps(week(10_000, 0.4)).units.sum() == 0
    assert REVIEWS not in steps(week(10_000, 1.0, ever=5)).how


def test_without_a_counter_nobody_knows_how_many_buy_for_one_who_writes() -> None:
    found = steps(week(None, 4.0))
    assert (found.how == STOCK).all()
    assert found.units.sum() == 0


def test_reviews_that_are_not_shown_are_none() -> None:
    looks = [replace(one, state=replace(one.state, reviews_total=None)) for one in week(10_000, 4.0)]
    assert REVIEWS not in steps(looks).how


def test_what_only_reviews_tell_is_no_burst() -> None:
    looks = week(10_000, 40.0)
    assert REVIEWS in steps(looks).how
    sales = estimate(seen_of(looks), now_us=AFTER_US, profile=flat(), category=np.full(1, MARKET))
    assert Kind.BURST not in sales.events.kind
