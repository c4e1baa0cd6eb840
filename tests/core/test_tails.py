"""Tails and quantiles against tabulated ones."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.tails import normal_above, student_above, student_quantile


@pytest.mark.parametrize(
    ("z", "tail"),
    [
        (0, 0.5),
        (1.2815515655, 0.1),
        (1.959963985, 0.025),
        (-1.6448536270, 0.95),
        (5, 2.866515719e-7),
        (8, 6.22096e-16),
    ],
)
def test_normal_tails(z: float, tail: float) -> None:
    assert normal_above(np.array([z], float))[0] == pytest.approx(tail, rel=1e-5)


@pytest.mark.parametrize(
    ("t", "freedom", "tail"),
    [
        (1.812461, 10, 0.05),
        (2.763769, 10, 0.01),
        (2.042272, 30, 0.025),
        (-1.310415, 30, 0.9),
        (4.773341, 5, 0.0025),
    ],
)
def test_student_tails(t: float, freedom: float, tail: float) -> None:
    assert student_above(np.array([t]), np.array([freedom], float))[0] == pytest.approx(tail, rel=0.05)


@pytest.mark.parametrize(("freedom", "t"), [(5, 1.475884), (10, 1.372184), (30, 1.310415), (200, 1.285799)])
def test_student_quantiles(freedom: float, t: float) -> None:
    assert student_quantile(1.2815515655, np.array([freedom], float))[0] == pytest.approx(t, rel=2e-3)
