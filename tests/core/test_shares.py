"""Shares of a whole, how concentrated they are, and how far their errors reach."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.estimate import Z80
from ventra.core.shares import concentration, level_of, shares


def columns(*values: float) -> np.ndarray:
    return np.array(values, float)


def test_shares_add_up_and_exact_parts_have_no_interval():
    found = shares(columns(60, 30, 10), columns(0, 0, 0))
    assert found.point.tolist() == pytest.approx([0.6, 0.3, 0.1])
    assert (found.low == found.point).all()
    assert (found.high == found.point).all()


def test_the_error_of_a_share_is_that_of_the_share_against_all_others():
    found = shares(columns(60, 40), columns(6, 4))
    # d share = ((1 - s) e1, s e2) / whole = (0.4 * 6, 0.6 * 4) / 100
    error = np.hypot(0.4 * 6, 0.6 * 4) / 100
    assert found.high[0] - found.point[0] == pytest.approx(Z80 * error)
    assert found.high[1] - found.point[1] == pytest.approx(Z80 * error), "what one gains the other loses"


def test_a_share_stays_a_share_however_large_its_error():
    found = shares(columns(99, 1), columns(90, 1))
    assert found.low.min() >= 0
    assert found.high.max() <= 1


def test_the_interval_of_a_share_holds_it_in_four_of_five_draws():
    random, parts, errors = np.random.default_rng(5), columns(500, 300, 200), columns(25, 30, 20)
    drawn = random.normal(parts, errors, (20_000, 3))
    true = drawn[:, 0] / drawn.sum(axis=1)
    found = shares(parts, errors)
    assert np.mean((true >= found.low[0]) & (true <= found.high[0])) == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize("parts", [(), (0.0,), (0.0, 0.0)])
def test_nothing_sold_is_shared_by_nobody(parts):
    assert np.isnan(shares(columns(*parts), columns(*parts)).point).all()
    assert concentration(columns(*parts), columns(*parts)) is None


@pytest.mark.parametrize(
    ("parts", "hhi", "level"),
    [
        ((10.0,), 10_000, "high"),
        ((25.0, 25.0, 25.0, 25.0), 2_500, "moderate"),
        ((50.0, 30.0, 20.0), 3_800, "high"),
        ((1.0,) * 10, 1_000, "unconcentrated"),
        ((1.0, 0.0), 10_000, "high"),
    ],
)
def test_hhi_is_the_sum_of_squared_percentages(parts, hhi, level):
    found = concentration(columns(*parts), columns(*parts) * 0)
    assert found is not None
    assert (found.point, found.low, found.high) == pytest.approx((hhi, hhi, hhi))
    assert found.level == level


def test_where_the_words_begin():
    assert [level_of(hhi) for hhi in (1_499.9, 1_500, 2_500, 2_500.1)] == [
        "unconcentrated", "moderate", "moderate", "high",
    ]  # fmt: skip


def test_hhi_is_never_below_equal_parts_nor_above_one_alone():
    found = concentration(columns(90, 10), columns(40, 40))
    assert found is not None
    assert found.low >= 5_000
    assert found.high <= 10_000
