"""The narrowest intervals that hold the truth often enough, by class."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.calibration import (
    BASES,
    alike,
    error_class,
    in_force,
    shape_of_days,
    velocity_class,
)
from ventra.core.fitting import ERRORS, LEAST_ROWS, MOST_OUT, by_class, narrowest

ROWS = 20_000
LEVEL = 0.8


def around(point: np.ndarray, scale: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Bounds for each number of standard errors of 1, round a point."""
    errors = scale * np.array(ERRORS)[:, None]
    return point - errors, point + errors


def normal(seed: int, size: int = ROWS) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=size)


def test_errors_of_the_reckoned_size_need_what_the_normal_law_says() -> None:
    low, high = around(np.zeros(ROWS))
    below, above = narrowest(low, high, normal(1), LEVEL)
    assert below == pytest.approx(1.28, abs=0.2)
    assert above == pytest.approx(1.28, abs=0.2)


@pytest.mark.parametrize("size", [0.5, 1.0, 2.0])
def test_four_of_five_of_other_rows_are_held_whatever_size_errors_truly_have(size: float) -> None:
    low, high = around(np.zeros(ROWS))
    below, above = narrowest(low, high, size * normal(2), LEVEL)
    other = size * normal(3)
    assert 0.78 < ((-below <= other) & (other <= above)).mean() < 0.88


def test_a_bias_is_met_by_reaching_further_to_its_side_and_neither_side_leaves_too_many_out() -> None:
    low, high = around(np.zeros(ROWS))
    truth = normal(4) + 0.8
    below, above = narrowest(low, high, truth, LEVEL)
    assert above > below
    assert (truth < -below).mean() <= MOST_OUT
    assert (truth > above).mean() <= MOST_OUT


def test_where_none_reaches_the_level_the_widest_are_told() -> None:
    low, high = around(np.zeros(ROWS))
    assert narrowest(low, high, np.full(ROWS, 99.0), LEVEL) == (ERRORS[-1], ERRORS[-1])


def test_each_class_has_its_own_and_a_small_one_that_of_the_wider_class() -> None:
    first = np.repeat([0, 1], ROWS // 2)
    second = np.zeros(ROWS, np.int64)
    second[-(LEAST_ROWS - 1) :] = 1
    low, high = around(np.zeros(ROWS))
    table = by_class(low, high, normal(5) * np.where(first, 2.0, 0.5), [first, second], (2, 2), LEVEL)
    assert table.shape == (2, 2, 2)
    assert (table[1, 0] > 2 * table[0, 0]).all()
    np.testing.assert_allclose(table[1, 1], table[1, 0], rtol=0.1)
    np.testing.assert_array_equal(table[0, 1], table[0, 0])


def test_rows_that_are_known_exactly_say_nothing_of_intervals() -> None:
    truth = normal(6)
    low, high = around(np.zeros(ROWS))
    sure = np.zeros((len(ERRORS), ROWS))
    nobody = np.zeros(2 * ROWS, np.int64)
    both = by_class(
        np.hstack((low, sure)),
        np.hstack((high, sure)),
        np.hstack((truth, np.zeros(ROWS))),
        [nobody],
        (1,),
        LEVEL,
    )
    alone = by_class(low, high, truth, [nobody[:ROWS]], (1,), LEVEL)
    np.testing.assert_array_equal(both, alone)


def test_the_calibration_in_force_has_an_answer_for_every_class_of_days_and_windows() -> None:
    found = in_force()
    assert found.products.shape == found.variants.shape == (*shape_of_days(), 2)
    assert found.windows_of_products.shape == found.windows_of_variants.shape
    for table in (
        found.products,
        found.variants,
        found.windows_of_products,
        found.windows_of_variants,
    ):
        assert ((table[1:BASES] >= ERRORS[0]) & (table[1:BASES] <= ERRORS[-1])).all()
    velocity = velocity_class(np.array([0.0, 0.29, 0.3, 1e9]))
    assert velocity.tolist() == [0, 0, 1, shape_of_days()[1] - 1]
    assert error_class(np.array([0.0, 1.0]), np.array([0.0, 1.0])).tolist()[1] == 5


def test_a_window_goes_by_the_table_of_its_length() -> None:
    found = in_force()
    basis, error, total = np.full(4, 2, np.int8), np.full(4, 3.0), np.full(4, 50.0)
    reach = found.of_windows(
        basis, error, total, days=np.array([1, 7, 28, 56]), one_of_several=np.arange(4) > 9
    )
    place = int(error_class(error, total)[0])
    np.testing.assert_array_equal(reach, found.windows_of_products[[0, 0, 1, 1], 2, place])
    assert (reach[1] != reach[2]).any()


def test_one_of_several_variants_goes_by_its_own_table_and_one_alone_by_its_products() -> None:
    found = in_force()
    basis, a_day, looks = np.full(2, 2, np.int8), np.full(2, 5.0), np.full(2, 8)
    reach = found.of_days(basis, a_day, looks, np.array([False, True]))
    place = (2, int(velocity_class(a_day)[0]), 2)
    np.testing.assert_array_equal(reach[0], found.products[place])
    np.testing.assert_array_equal(reach[1], found.variants[place])
    assert (alike(1.5).of_days(basis, a_day, looks, np.array([False, True])) == 1.5).all()
