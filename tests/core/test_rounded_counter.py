"""A counter that is shown rounded down: stock counts what left, and the counter keeps it within what it shows."""

from __future__ import annotations

import numpy as np
import pytest
from tests.fixtures.hand_made import days, look, steps

from ventra.core.observation import Observation
from ventra.core.profile import Float
from ventra.core.steps import ROUNDED

EVERY_HOURS = 6


def rounded(
    to: int, *, looks: int, ordered: int = 100, stock: int = 907, vanish: dict[int, int] | None = None
) -> list[Observation]:
    """A piece is sold before each look; at some looks pieces vanish beside that (negative: come)."""
    found = []
    for n in range(looks + 1):
        stock -= (vanish or {}).get(n, 0) + (n > 0)
        found.append(look(EVERY_HOURS * n, (ordered + n) // to * to, (stock,)))
    return found


def test_a_counter_that_stands_at_a_hundred_for_days_while_stock_falls_one_by_one_counts_what_left() -> None:
    found = days(rounded(100, looks=40))
    assert len(found.day) == 10
    assert found.units.sum() == pytest.approx(40, abs=1)
    assert (found.low <= 4).all()
    assert (found.high >= 4).all()


@pytest.mark.parametrize("to", [10, 100])
def test_rises_by_the_step_are_no_bursts_where_stock_shows_steady_sales(to: int) -> None:
    found = steps(rounded(to, looks=150))
    assert found.units.sum() == pytest.approx(150, rel=0.03)
    assert found.units[40:].max() < 3


def test_what_no_variant_shows_as_gone_is_made_good_when_the_counter_shows_the_next_step() -> None:
    """Half the pieces come back unseen, so stock alone counts half of what the counter counts."""
    looks = rounded(10, looks=120, vanish=dict.fromkeys(range(41, 121, 2), -1))
    found = steps(looks)
    assert found.units[40:].sum() == pytest.approx(80, abs=10)
    assert found.units[40:].sum() > 60


def test_a_batch_that_vanishes_is_not_sold_where_the_counter_does_not_show_it() -> None:
    found = steps(rounded(10, looks=100, vanish={80: 60}))
    assert found.units.sum() == pytest.approx(100, abs=20)
    assert found.units[79] <= 19
    assert found.low[79] < found.high[79]


def test_a_restock_takes_nothing_away_from_the_total_the_counter_shows() -> None:
    found = steps(rounded(10, looks=100, vanish={80: -300}))
    assert found.units.sum() == pytest.approx(100, abs=10)


def test_over_any_span_units_differ_from_the_shown_rise_by_less_than_two_steps() -> None:
    rng = np.random.default_rng(5)
    sold, stock, ordered, looks = rng.poisson(2, 120), 9007, 1000, []
    for n, one in enumerate([0, *sold.tolist()]):
        ordered, stock = ordered + one, stock - one
        looks.append(look(EVERY_HOURS * n, ordered // 10 * 10, (stock,)))
    shown = np.array([one.state.orders_total for one in looks], np.float64)
    total = np.concatenate((np.zeros(1), np.cumsum(steps(looks).units)))
    ahead = total - (shown - shown[0])
    assert ahead.max() - ahead.min() < 20
    assert _far_off(total, sold) <= 10


def _far_off(total: Float, sold: Float) -> float:
    return float(np.abs(total[1:] - np.cumsum(sold)).max())


def test_an_exact_counter_whose_values_end_in_noughts_now_and_then_stays_exact() -> None:
    orders = [97, 100, 110, 113, 120, 124, 130, 137, 140]
    looks = [look(EVERY_HOURS * n, count, (907 - count,)) for n, count in enumerate(orders)]
    found = steps(looks)
    np.testing.assert_array_equal(found.units, np.diff(orders))
    assert (found.low == found.high).all()
    assert ROUNDED not in found.how
