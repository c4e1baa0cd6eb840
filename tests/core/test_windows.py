"""Windows are sums over days, and say the same however their rows happen to come."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.windows import DayValues, WindowValues, window_sums


def days(seed: int, subjects: int = 50, length: int = 28) -> DayValues:
    """A month of thirds and sevenths, whose sums end in fives where rounding turns."""
    rnd = np.random.default_rng(seed)
    subject = np.repeat(np.arange(subjects), length)
    point = rnd.integers(0, 2_000, len(subject)) / rnd.choice([1, 2, 8, 3, 7, 200], len(subject))
    low, high = point * rnd.choice([1, 0.5], len(subject)), point * rnd.choice([1, 1.5], len(subject))
    day = np.tile(np.arange(length), subjects).astype(np.int64)
    return DayValues(subject, day, point, low, high, rnd.integers(1, 4, len(subject)).astype(np.int8))


def summed(values: DayValues, length: int) -> WindowValues:
    return window_sums(values, subjects=50, first_day=0, length=length, count=28 // length)


@pytest.mark.parametrize("length", [1, 7, 28])
def test_the_order_of_rows_changes_no_digit(length: int) -> None:
    for seed in range(40):
        values = days(seed)
        order = np.random.default_rng(seed + 1_000).permutation(len(values.day))
        names = ("subject", "day", "point", "low", "high", "basis")
        mixed = DayValues(*(getattr(values, name)[order] for name in names))
        one, other = summed(values, length), summed(mixed, length)
        for name in ("point", "low", "high", "basis", "known"):
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
