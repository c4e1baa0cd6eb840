"""The law of counts against sums worked out piece by piece."""

from __future__ import annotations

from math import exp, lgamma, log, log1p

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.beta_law import LARGE, beta_below, log_gamma, normal_below
from ventra.core.count_law import at_least, quantile


def summed(pieces: int, mean: float, times: float) -> float:
    """The chance of at least so many, as 1 less that of each smaller count."""
    size, p = mean / (times - 1), 1 / times
    each = (
        exp(lgamma(size + k) - lgamma(size) - lgamma(k + 1) + size * log(p) + k * log1p(-p))
        for k in range(pieces)
    )
    return 1 - sum(each)


@pytest.mark.parametrize("times", [1.001, 1.5, 3.0, 20.0, 200.0])
@pytest.mark.parametrize("mean", [0.01, 0.3, 2.0, 20.0, 300.0, 3_000.0])
def test_chances_are_those_of_the_sum_piece_by_piece(mean: float, times: float) -> None:
    pieces = np.array([1, 2, 5, 20, 100, 400, 1_000, 3_000])
    found = at_least(pieces.astype(float), np.array(mean), np.array(mean * times))
    assert found == pytest.approx([summed(int(one), mean, times) for one in pieces], abs=1e-6)


def test_one_piece_of_one_a_day_by_poisson() -> None:
    assert at_least(np.array(1.0), np.array(1.0), np.array(1.0)) == pytest.approx(1 - exp(-1), abs=5e-4)


def test_the_logarithm_of_gamma() -> None:
    values = [1e-3, 0.1, 0.49, 0.5, 1.0, 2.5, 10.0, 1e3, 1e6]
    assert log_gamma(np.array(values)) == pytest.approx([lgamma(one) for one in values], rel=1e-12, abs=1e-12)


def test_where_the_way_to_reckon_changes_nothing_jumps() -> None:
    a, x = np.array([LARGE, LARGE * (1 + 1e-9)]), np.linspace(0.4, 0.6, 41)
    for one in x:
        below = beta_below(np.full(2, one), a, np.full(2, LARGE + 1))
        assert below[0] == pytest.approx(below[1], abs=1e-5)


def test_the_normal_law() -> None:
    assert normal_below(np.array([0.0, 1.2815515594457832, -1.2815515594457832])) == pytest.approx(
        [0.5, 0.9, 0.1], abs=2e-7
    )


def test_nothing_is_surely_reached_and_the_unknown_is_not_known() -> None:
    nan = np.nan
    found = at_least(
        np.array([0.0, -3.0, 0.0, 2.0, nan, 2.0]), np.array([5.0, 5, nan, 0, 5, nan]), np.full(6, 9.0)
    )
    np.testing.assert_array_equal(found, [1, 1, 1, 0, nan, nan])
    np.testing.assert_array_equal(
        quantile(np.full(2, 0.9), np.array([0.0, nan]), np.array([0.0, 1])), [0, nan]
    )


MEANS, TIMES = st.floats(0.01, 5_000), st.floats(1, 50)


@settings(max_examples=60, deadline=None)
@given(mean=MEANS, times=TIMES, more=st.floats(1.001, 3), pieces=st.integers(1, 5_000))
def test_more_demand_reaches_more_and_more_pieces_are_reached_less(
    mean: float, times: float, more: float, pieces: int
) -> None:
    means = np.array([mean, mean * more])
    few, many = at_least(np.array([[pieces], [pieces + 1.0]]), means, means * times)
    assert (many <= few + 1e-6).all()
    assert few[0] <= few[1] + 1e-6
    assert 0 <= many.min() <= few.max() <= 1


@settings(max_examples=60, deadline=None)
@given(mean=MEANS, times=TIMES, level=st.floats(0.01, 0.999))
def test_a_quantile_is_the_fewest_that_are_enough(mean: float, times: float, level: float) -> None:
    middle, spread = np.array([mean]), np.array([mean * times])
    found = quantile(np.array([level]), middle, spread)
    assert found[0] == np.floor(found[0]) >= 0
    assert 1 - at_least(found + 1, middle, spread)[0] >= level - 1e-9
    assert found[0] == 0 or 1 - at_least(found, middle, spread)[0] < level
