"""What each part of the score measures, by hand, and that what is not known stays so."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.percentiles import Placed
from ventra.core.score_parts import (
    NAMES,
    PARTS,
    RATING_PRIOR,
    goodness,
    health,
    price_room,
    rivals_concentration,
    shrunk_rating,
    stock_cover,
)
from ventra.core.shares import concentration

NAN = np.nan


def exactly(*values: float) -> Placed:
    point = np.array(values, float)
    return Placed(point, point, point)


def leaf(count: int) -> np.ndarray:
    return np.zeros(count, int)


def test_parts_have_names_weights_and_words() -> None:
    assert NAMES == ("velocity", "growth", "revenue", "concentration", "price_room", "rating", "stock")
    assert sum(part.weight for part in PARTS) == pytest.approx(1)
    assert (PARTS[0].label, PARTS[0].reason) == ("score.velocity", "score.velocity.why")


def test_stock_is_healthy_from_two_weeks_to_two_months() -> None:
    days = np.array([0, 7, 14, 30, 60, np.sqrt(60 * 365), 365, 1_000, np.inf])
    assert health(days) == pytest.approx([0, 0.5, 1, 1, 1, 0.5, 0, 0, 0])


def test_an_interval_of_cover_is_as_healthy_as_its_best_and_its_worst() -> None:
    part = PARTS[NAMES.index("stock")]
    found = goodness(
        part, Placed(np.array([7.0, 7.0, 100.0]), np.array([3.5, 3.5, 7.0]), np.array([10.5, 80.0, 365.0]))
    )
    assert found.low == pytest.approx([0.25, 0.25, 0])
    assert found.high == pytest.approx([0.75, 1, 1])


def test_less_is_better_turns_both_ends() -> None:
    found = goodness(
        PARTS[NAMES.index("concentration")], Placed(np.array([5.0]), np.array([3.0]), np.array([9.0]))
    )
    assert (found.low[0], found.point[0], found.high[0]) == (-9, -5, -3)


def test_cover_is_stock_over_units_a_day() -> None:
    daily = Placed(np.array([2, 0, 0, 2, NAN]), np.array([1, 0, 0, 1, NAN]), np.array([4, 0.5, 0.5, 4, NAN]))
    found = stock_cover(np.array([20, 20, 0, 0, 20.0]), daily)
    np.testing.assert_array_equal(found.point, [10, np.inf, NAN, 0, NAN])
    np.testing.assert_array_equal(found.low, [5, 40, NAN, 0, NAN])
    np.testing.assert_array_equal(found.high, [20, np.inf, NAN, 0, NAN])
    assert np.isnan(stock_cover(np.array([NAN]), exactly(2)).point[0])


def test_room_of_a_price_is_up_to_the_median_of_its_leaf() -> None:
    prices = np.array([100, 200, 400, NAN, 0, 50, 150.0])
    found = price_room(np.array([0, 0, 0, 0, 0, 1, 1]), prices).point
    assert found[[0, 1, 2, 5, 6]] == pytest.approx([1, 0, -0.5, 1, -1 / 3])
    assert np.isnan(found[[3, 4]]).all()
    assert np.isnan(price_room(leaf(2), np.array([NAN, NAN])).point).all()


def test_a_few_stars_are_drawn_to_the_mean_of_the_leaf() -> None:
    found = shrunk_rating(leaf(3), np.array([5.0, 4.0, 4.5]), np.array([2.0, 1_000, 0]))
    mean = (2 * 5 + 1_000 * 4) / 1_002
    assert found.point[0] == pytest.approx((2 * 5 + RATING_PRIOR * mean) / (2 + RATING_PRIOR))
    assert found.point[1] == pytest.approx(4, abs=0.01)
    assert found.high[0] - found.low[0] > 5 * (found.high[1] - found.low[1])
    assert np.isnan(found.point[2]), "without a review there is no rating, whatever is shown"
    assert np.isnan(shrunk_rating(leaf(2), np.array([NAN, 4]), np.array([5, NAN])).point).all()


def test_rivals_are_all_sellers_but_ones_own() -> None:
    seller = np.array([1, 1, 2, 3, 4])
    found = rivals_concentration(leaf(5), seller, exactly(50, 20, 60, 30, 10))
    # Against 1 stand 60, 30, 10; against 2 70, 30, 10.
    assert found.point[[0, 1]] == pytest.approx([4_600, 4_600])
    assert found.point[2] == pytest.approx(10_000 * (70**2 + 30**2 + 10**2) / 110**2)
    assert (found.low == found.point).all()


def test_rivals_concentration_is_that_of_shares_with_its_interval() -> None:
    random = np.random.default_rng(2)
    seller, revenue, reach = np.arange(12), random.gamma(2, 50, 12), random.uniform(1, 20, 12)
    found = rivals_concentration(leaf(12), seller, Placed(revenue, revenue - reach, revenue + reach))
    for own in range(12):
        others = seller != own
        one = concentration(revenue[others], reach[others] / 1.2815515594457832)
        assert one is not None
        assert found.point[own] == pytest.approx(one.point)
        assert found.high[own] == pytest.approx(one.high)


def test_an_unknown_seller_or_no_rival_is_not_known() -> None:
    found = rivals_concentration(
        np.array([0, 0, 0, 1, 2, 2]), np.array([-1, 5, 6, 7, 8, 9]), exactly(9, 5, 5, 3, 0, 4)
    )
    assert np.isnan(found.point[[0, 3, 5]]).all()
    assert found.point[[1, 2, 4]].tolist() == [10_000, 10_000, 10_000]
    unsold = rivals_concentration(leaf(3), np.array([1, 2, 3]), exactly(NAN, 5, 5))
    assert unsold.point.tolist() == [5_000, 10_000, 10_000], "a seller without a number stands in no sum"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 2_000), min_size=2, max_size=2), st.floats(0, 2_000))
def test_health_over_an_interval_holds_that_of_each_point_inside(ends: list[float], inside: float) -> None:
    low, high = sorted(ends)
    point = min(max(inside, low), high)
    part = PARTS[NAMES.index("stock")]
    found = goodness(part, Placed(np.array([point]), np.array([low]), np.array([high])))
    assert found.low[0] - 1e-9 <= found.point[0] <= found.high[0] + 1e-9
