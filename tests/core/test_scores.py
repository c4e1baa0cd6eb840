"""Scores of estimates against truth: by hand, and what holds of any estimate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from ventra.core.scores import Estimates, Float, score, weighted_interval_scores

NAN = float("nan")
UNITS = st.integers(0, 10**8).map(lambda hundredths: hundredths / 100)


def estimates(*rows: tuple[float, float, float]) -> Estimates:
    return Estimates(*np.array(rows, np.float64).reshape(-1, 3).T)


def test_scores_are_those_worked_out_by_hand() -> None:
    told = estimates((10, 8, 12), (5, 5, 5), (0, 0, 0.5), (NAN, NAN, NAN), (20, 19.5, 20))
    found = score(told, np.array([11.0, 6, 0, 100, 16]))
    assert found.n == 5
    assert found.missing == pytest.approx(1 / 5)
    assert found.wape == pytest.approx((1 + 1 + 0 + 4) / 33)
    assert found.median_ape == pytest.approx(1 / 6)
    assert found.bias == pytest.approx((-1 - 1 + 0 + 4) / 33)
    assert found.cover == pytest.approx(2 / 4)
    assert found.cover_open == pytest.approx(2 / 3)
    assert found.cover_wide == pytest.approx(1 / 1)
    assert found.rel_width == pytest.approx((4 + 0 + 0.5 + 0.5) / 33)
    assert found.exact == 0
    # (½·1 + 0.1·4)/1.5, 1 (a point scores its error), 0.1·0.5/1.5, (½·4 + 0.1·(0.5 + 10·3.5))/1.5
    assert found.wis == pytest.approx((0.6 + 1 + 0.05 / 1.5 + 5.55 / 1.5) / 4)


def test_a_score_of_no_rows_is_unknown_and_never_zero() -> None:
    nothing = score(estimates(), np.zeros(0))
    assert nothing.n == 0
    unsaid = score(estimates((NAN, NAN, NAN)), np.ones(1))
    assert unsaid.missing == 1
    for name in nothing.__struct_fields__[1:]:
        assert getattr(nothing, name) is None
        assert name == "missing" or getattr(unsaid, name) is None


def test_where_nothing_was_sold_ratios_to_sales_are_unknown_but_coverage_is_not() -> None:
    found = score(estimates((1, 0, 2), (0, 0, 0)), np.zeros(2))
    assert (found.wape, found.bias, found.rel_width, found.median_ape) == (None, None, None, None)
    assert (found.cover, found.exact, found.missing) == (1, 1, 0)


def test_exact_means_right_within_half_a_unit() -> None:
    found = score(estimates((3, 3, 3), (3.5, 3.5, 3.5), (3.6, 3.6, 3.6), (9, 0, 9.5)), np.full(4, 3.0))
    assert found.exact == pytest.approx(2 / 3)


@given(arrays(np.float64, st.integers(1, 30), elements=UNITS))
def test_a_perfect_estimate_has_no_error_and_covers_all(truth: Float) -> None:
    found = score(Estimates.of_points(truth), truth)
    assert (found.cover, found.exact, found.missing, found.wis) == (1, 1, 0, 0)
    assert found.wape in (0, None)
    assert found.bias in (0, None)


@given(UNITS, UNITS, UNITS, UNITS)
def test_the_interval_score_is_the_one_of_its_definition(a: float, b: float, c: float, truth: float) -> None:
    low, point, high = sorted((a, b, c))
    outside = 10 * max(low - truth, 0) + 10 * max(truth - high, 0)
    expected = (0.5 * abs(truth - point) + 0.1 * (high - low + outside)) / 1.5
    found = weighted_interval_scores(*(np.array([value]) for value in (point, low, high, truth)))
    assert found[0] == pytest.approx(expected)


@given(arrays(np.float64, (12, 2), elements=UNITS), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_score(values: Float, random: object) -> None:
    point, truth = values.T
    order = np.array(random.sample(range(12), 12))  # type: ignore[attr-defined]
    told = Estimates(point, point * 0.9, point * 1.2)
    one, other = score(told, truth), score(told.take(order), truth[order])
    for name in one.__struct_fields__:
        assert getattr(one, name) == pytest.approx(getattr(other, name))


@given(arrays(np.float64, (20, 2), elements=UNITS), st.integers(1, 19))
def test_rows_without_a_number_count_as_missing_and_nowhere_else(values: Float, unknown: int) -> None:
    point, truth = values.T.copy()
    point[:unknown] = NAN
    found, known = (
        score(Estimates.of_points(point), truth),
        score(Estimates.of_points(point[unknown:]), truth[unknown:]),
    )
    assert found.missing == pytest.approx(unknown / 20)
    for name in set(found.__struct_fields__) - {"n", "missing"}:
        assert getattr(found, name) == getattr(known, name)
