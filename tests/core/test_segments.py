"""Price segments: readable bounds near the quantiles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from ventra.core.segments import QUANTILES, bounds


def quantiles(prices: list[int]) -> list[int]:
    return [int(one) for one in np.quantile(prices, QUANTILES, method="inverted_cdf")]


def test_bounds_are_prices_that_a_person_would_name():
    prices = [round(9_000 * 1.08**n) for n in range(60)]
    edges = bounds(quantiles(prices))
    assert len(edges) == 6
    assert {str(one).rstrip("0") for one in edges} <= {"1", "12", "15", "2", "25", "3", "4", "5", "6", "8"}


def test_each_segment_of_many_prices_has_about_as_many():
    random = np.random.default_rng(3)
    prices = np.exp(random.normal(11, 1, 5_000)).astype(int)
    edges = bounds(quantiles(prices.tolist()))
    held = np.bincount(np.searchsorted(edges, prices, side="right"))
    assert 5 <= len(held) <= 8
    assert held.min() > 5_000 / 7 / 2
    assert held.max() < 5_000 / 7 * 2


def test_prices_close_together_are_rounded_less():
    edges = bounds(quantiles(list(range(100_000, 104_000, 10))))
    assert len(edges) >= 4
    assert 100_000 < edges[0] < edges[-1] < 104_000


@pytest.mark.parametrize("prices", [[500] * 20, [1]])
def test_one_price_is_one_segment(prices):
    assert bounds(quantiles(prices)) == []


def test_no_price_has_no_bound():
    assert bounds([]) == []


@given(some.lists(some.integers(1, 10**9), min_size=1, max_size=200))
def test_bounds_ascend_and_no_end_is_empty(prices):
    edges = bounds(quantiles(prices))
    assert edges == sorted(set(edges))
    assert len(edges) <= 6
    assert all(min(prices) < one <= max(prices) for one in edges)
