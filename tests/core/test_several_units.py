"""Orders of several units: stock that falls by more than was ordered, again and again and by little, counts the units."""

from __future__ import annotations

import numpy as np
import pytest
from tests.fixtures.hand_made import days, look, steps

from ventra.core.observation import Observation
from ventra.core.steps import COUNTER, SEVERAL

LOOKS = 40
EVERY_HOURS = 6
MIXED = (1, 2, 1, 3)
"""Units of orders in turn; one and three quarters on average."""


def ordered(
    units: tuple[int, ...] = MIXED, *, hidden: range = range(0), gone: dict[int, int] | None = None
) -> list[Observation]:
    """An order before each look; some looks hide stock, and at some pieces vanish beside that (negative: come)."""
    stock, looks = 907, []
    for n in range(LOOKS + 1):
        stock -= (units[n % len(units)] if n else 0) + (gone or {}).get(n, 0)
        looks.append(look(EVERY_HOURS * n, 101 + n, (None if n in hidden else stock,)))
    return looks


def test_where_orders_are_of_several_units_again_and_again_units_are_what_left_the_stock() -> None:
    found = steps(ordered())
    true = np.array([MIXED[n % len(MIXED)] for n in range(1, LOOKS + 1)], np.float64)
    np.testing.assert_array_equal(found.units[20:], true[20:])
    assert (found.how[20:] == SEVERAL).all()


def test_days_of_orders_of_several_units_count_units() -> None:
    found = days(ordered())
    assert found.units[5:].tolist() == [7.0] * 5
    assert (found.low[5:] <= 7).all()
    assert (found.high[5:] >= 7).all()


def test_of_a_product_with_an_order_in_four_days_the_orders_of_two_weeks_are_told_together() -> None:
    """Looked at once a day; within any one week there are one or two."""
    stock, looks, sold = 307, [], []
    for day in range(61):
        orders, ends = divmod(day, 4)
        sold.append(MIXED[orders % len(MIXED)] if day and ends == 0 else 0)
        stock -= sold[-1]
        looks.append(look(24 * day + 12, 101 + orders, (stock,)))
    found = steps(looks)
    np.testing.assert_array_equal(found.units[30:], np.array(sold[31:], np.float64))


def test_where_stock_is_hidden_an_order_is_taken_for_as_many_units_as_orders_had() -> None:
    found = steps(ordered(hidden=range(28, 36)))
    blind = slice(27, 36)
    assert found.units[blind].sum() == pytest.approx(9 * 1.75, rel=0.2)
    assert (found.low[blind] >= 1).all()
    assert (found.low[blind] < found.high[blind]).all()


def test_one_order_of_one_unit_each_stays_so() -> None:
    found = steps(ordered((1,)))
    np.testing.assert_array_equal(found.units, np.ones(LOOKS))
    assert SEVERAL not in found.how


@pytest.mark.parametrize("pieces", [1, 30])
def test_pieces_that_vanish_once_make_no_orders_of_several_units(pieces: int) -> None:
    found = steps(ordered((1,), gone={25: pieces}))
    np.testing.assert_array_equal(found.units, np.ones(LOOKS))
    assert (found.how == COUNTER).all()


def test_batches_that_vanish_again_and_again_are_no_orders_of_several_units() -> None:
    found = steps(ordered((1,), gone=dict.fromkeys(range(8, LOOKS, 8), 40)))
    np.testing.assert_array_equal(found.units, np.ones(LOOKS))


def test_pieces_that_vanish_by_ones_whether_or_not_something_is_ordered_are_no_units_of_orders() -> None:
    """An order in every other gap; in every eighth a piece goes without one."""
    stock, looks = 907, []
    for n in range(2 * LOOKS + 1):
        stock -= int(n % 2 == 1) + int(n % 8 in (0, 3))
        looks.append(look(EVERY_HOURS * n, 101 + (n + 1) // 2, (stock,)))
    found = steps(looks)
    np.testing.assert_array_equal(found.units, np.arange(1, 2 * LOOKS + 1) % 2)


@pytest.mark.parametrize("part", [0.1, 0.5])
def test_pieces_that_leave_the_stock_a_look_after_their_order_count_once(part: float) -> None:
    rng, orders, stock, late, looks = np.random.default_rng(8), 101, 907, 0, []
    for n in range(4 * LOOKS + 1):
        ordered = int(rng.poisson(1.0)) if n else 0
        later = int(rng.binomial(ordered, part))
        orders, stock, late = orders + ordered, stock - late - (ordered - later), later
        looks.append(look(EVERY_HOURS * n, orders, (stock,)))
    assert steps(looks).units.sum() == pytest.approx(orders - 101, rel=0.03)


def test_a_batch_that_vanishes_beside_orders_of_several_units_is_not_sold() -> None:
    found = steps(ordered(gone={LOOKS: 30}))
    assert found.units[-1] <= 6
    assert found.low[-1] >= 1
    assert found.low[-1] < found.high[-1]


def test_a_restock_beside_orders_of_several_units_leaves_units_of_the_order_open() -> None:
    found = steps(ordered(gone={LOOKS: -300}))
    assert 1 <= found.units[-1] <= 4
    assert found.low[-1] < found.high[-1]


def test_no_order_is_no_unit_whatever_left_the_stock() -> None:
    looks = ordered()
    last, stock = looks[-1].state.orders_total, looks[-1].skus[0].stock
    assert stock is not None
    found = steps([*looks, look(EVERY_HOURS * (LOOKS + 1), last, (stock - 2,))])
    assert (found.low[-1], found.units[-1], found.high[-1]) == (0, 0, 0)
