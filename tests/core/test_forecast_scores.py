"""Scores of forecasts: by hand, in parts, and of what was not seen."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core.forecast_scores import Scale, Told, scale_of, score_sums

ALL = np.ones((2, 1), bool)


def told(mean, naive, total=None, reach=(5.0, 9.0)):
    mean, naive = np.array(mean, float), np.array(naive, float)
    whole = mean.sum(axis=1) if total is None else np.array(total, float)
    near, far = reach
    return Told(mean, mean - 1, mean + 1, naive, whole, whole - near, whole + near, whole - far, whole + far)


def test_scores_are_what_they_come_to_by_hand():
    scale = Scale(np.array([2.0, 4.0]), np.array([4.0, 16.0]))
    sold = np.array([[4.0, 6.0], [10.0, 10.0]])
    forecast = told([[5.0, 5.0], [14.0, 10.0]], [[0.0, 0.0], [10.0, 10.0]])
    (found,) = score_sums(forecast, scale, sold, sold.sum(axis=1), ALL).scores()
    assert found.n == 2
    assert found.ours.mase == pytest.approx((1 / 2 + 2 / 4) / 2)
    assert found.ours.rmsse == pytest.approx((1 / 2 + np.sqrt(8) / 4) / 2, abs=1e-6)
    assert found.ours.wape == pytest.approx((0 + 4) / 30, abs=1e-6)
    assert found.ours.bias == pytest.approx(4 / 30, abs=1e-6)
    assert found.naive.mase == pytest.approx((5 / 2 + 0) / 2)
    assert found.naive.bias == pytest.approx(-10 / 30, abs=1e-6)
    assert (found.cover80, found.cover95, found.above80) == (1.0, 1.0, 0.0)
    assert found.cover80_days == 3 / 4


def test_totals_outside_an_interval_are_counted_by_side():
    sold = np.array([[20.0], [1.0]])
    forecast = told([[10.0], [8.0]], [[0.0], [0.0]])
    (found,) = score_sums(forecast, Scale(np.ones(2), np.ones(2)), sold, sold[:, 0], ALL).scores()
    assert (found.cover80, found.cover95, found.above80) == (0.0, 0.5, 0.5)


def test_what_was_not_seen_is_not_scored():
    sold = np.array([[4.0, np.nan], [np.nan, np.nan]])
    total = np.array([8.0, np.nan])
    forecast = told([[5.0, 99.0], [1.0, 1.0]], [[4.0, 4.0], [1.0, 1.0]], total=[8.0, 2.0])
    (found,) = score_sums(forecast, Scale(np.ones(2), np.ones(2)), sold, total, ALL).scores()
    assert (found.n, found.ours.mase, found.naive.mase, found.ours.wape) == (1, 1.0, 0.0, 0.0)
    nothing = score_sums(forecast, Scale(np.ones(2), np.ones(2)), sold, np.full(2, np.nan), ALL).scores()[0]
    assert (nothing.n, nothing.ours.mase, nothing.ours.wape, nothing.cover80) == (0, None, None, None)


def test_sums_of_parts_are_the_sums_of_all():
    rng = np.random.default_rng(2)
    count = 40
    sold = rng.poisson(5.0, (count, 7)).astype(float)
    forecast = told(rng.gamma(5.0, 1.0, (count, 7)), np.full((count, 7), 5.0))
    scale = Scale(rng.gamma(2.0, 1.0, count), rng.gamma(2.0, 1.0, count))
    groups = np.column_stack((np.ones(count, bool), rng.random(count) < 0.5))
    whole = score_sums(forecast, scale, sold, sold.sum(axis=1), groups)

    def part(rows):
        of = Told(*(getattr(forecast, name)[rows] for name in Told.__slots__))
        return score_sums(
            of,
            Scale(scale.step[rows], scale.step_square[rows]),
            sold[rows],
            sold[rows].sum(axis=1),
            groups[rows],
        )

    added = part(slice(0, 15)) + part(slice(15, count))
    assert added.sums == pytest.approx(whole.sums)
    assert whole.scores()[1].n == groups[:, 1].sum()


def test_scales_are_differences_to_the_week_and_to_the_day_before():
    units = np.full((2, 15), np.nan)
    units[0] = np.arange(15) * 2
    units[1, [0, 1, 2, 7, 14]] = (0.0, 0.0, 2.0, 5.0, 4.0)
    found = scale_of(units)
    assert found.step == pytest.approx([14.0, 3.0])
    assert found.step_square[0] == pytest.approx(4.0)
    assert np.isnan(found.step_square[1]), "nothing is known of two days in a row since it first sold"
    assert np.isnan(scale_of(np.full((1, 15), np.nan)).step[0])
