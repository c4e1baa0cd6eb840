"""A window's sum over products: what is unknown stays apart, and errors add as squares."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ventra.core.basis import INFERRED, MEASURED
from ventra.core.estimate import Z80
from ventra.core.pooled import NOTHING, Sums, added

THREE_AND_FOUR = Sums(
    products=2, known=2, point=70.0, low=63.0, down_squared=3.0**2 + 4.0**2, up_squared=6.0**2 + 8.0**2,
    basis=MEASURED, known_days=6.5,
)  # fmt: skip


def test_independent_errors_add_as_squares():
    found = THREE_AND_FOUR.estimate(7, decimals=2)
    assert (found.low, found.point, found.high) == (65.0, 70.0, 80.0)
    assert (found.basis, found.days, found.known_days) == ("measured", 7, 6)


def test_the_low_is_never_below_the_sum_of_lows():
    one = Sums(1, 1, 10.0, 8.0, 16.0, 16.0, MEASURED, 7.0)
    assert one.estimate(7, decimals=2).low == 8.0


def test_a_product_without_a_number_makes_the_sum_imputed_and_not_smaller():
    found = replace(THREE_AND_FOUR, products=3).estimate(7, decimals=2)
    assert (found.basis, found.point) == ("imputed", 70.0)


def test_no_number_at_all_is_no_data_and_a_known_nothing_is_zero():
    assert replace(NOTHING, products=5).estimate(28, decimals=0).basis == "no_data"
    assert replace(NOTHING, products=5).estimate(28, decimals=0).point is None
    assert Sums(1, 1, 0.0, 0.0, 0.0, 0.0, MEASURED, 28.0).estimate(28, decimals=0).point == 0.0


def test_parts_make_the_whole():
    other = Sums(3, 1, 5.0, 5.0, 0.0, 0.0, INFERRED, 5.0)
    both = added([THREE_AND_FOUR, other])
    assert (both.products, both.known, both.point, both.basis) == (5, 3, 75.0, INFERRED)
    assert both.known_days == pytest.approx((2 * 6.5 + 5) / 3)
    assert added([]) == NOTHING


def test_the_standard_error_is_what_the_interval_stands_for():
    same = Sums(1, 1, 10.0, 10 - Z80, Z80**2, Z80**2, MEASURED, 7.0)
    assert same.error == pytest.approx(1.0)
