"""Forecasts of many series at once: what they follow, what they beat, and how honest their intervals are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ventra.core.forecast import Float, Forecast, forecast
from ventra.core.ways import MODELS, kinds

WEEKDAYS = np.array([0.8, 0.8, 0.9, 1.0, 1.1, 1.4, 1.0])


def days(rng: np.random.Generator, mean: float, *, series: int = 60, length: int = 280) -> Float:
    """Over-dispersed counts [series, length] about a mean with weekdays."""
    expected = mean * WEEKDAYS[np.arange(length) % 7]
    return rng.poisson(rng.gamma(2.0, expected / 2, (series, length))).astype(float)


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)


def test_weekdays_are_told_of_those_who_sell_a_piece_in_two_days(rng: np.random.Generator) -> None:
    values = days(rng, 0.5)
    mean = forecast(values, horizon=14).steps.mean.mean(axis=0)
    expected = 0.5 * WEEKDAYS[(280 + np.arange(14)) % 7]
    assert np.abs(mean / expected - 1).max() < 0.15


def test_a_level_that_doubled_is_followed(rng: np.random.Generator) -> None:
    values = days(rng, 6.0)
    values[:, -28:] = days(rng, 12.0, length=28)
    total = forecast(values).spans[7].mean
    assert abs(total.mean() / (7 * 12) - 1) < 0.12


def test_a_level_that_doubled_ten_days_ago_is_learned_from_there(rng: np.random.Generator) -> None:
    values = rng.poisson(12.0, (60, 90)).astype(float)
    values[:20, -10:] = rng.poisson(24.0, (20, 10))
    told = forecast(values)
    assert 0.85 < told.spans[7].mean[:20].mean() / (7 * 24) < 1.1
    assert abs(told.spans[7].mean[20:].mean() / (7 * 12) - 1) < 0.08
    assert told.beats_naive[:20].mean() > 0.5, "the average of 28 days is of two levels"


def test_estimates_of_counts_keep_their_mean(rng: np.random.Generator) -> None:
    values = days(rng, 0.4)
    shared = values.copy()
    late = rng.random(values.shape) < 0.3
    shared[:, 1:] += np.where(late, values / 2, 0)[:, :-1]
    shared -= np.where(late, values / 2, 0)
    whole, told = forecast(values), forecast(shared, counted=True)
    assert told.spans[28].mean.mean() == pytest.approx(whole.spans[28].mean.mean(), rel=0.05)
    assert (told.steps.high80 == np.round(told.steps.high80)).mean() > 0.9


@pytest.mark.parametrize("mean", [0.6, 6.0])
def test_intervals_of_counts_leave_out_what_they_say(rng: np.random.Generator, mean: float) -> None:
    values = days(rng, mean, series=400)
    past, after = values[:, :-28], values[:, -28:]
    told = forecast(past)
    assert 0.05 <= (after > told.steps.high80).mean() <= 0.12
    assert (after < told.steps.low80).mean() <= 0.11
    assert (after > told.steps.high95).mean() <= 0.04
    week = told.spans[7]
    inside = (after[:, :7].sum(axis=1) >= week.low80) & (after[:, :7].sum(axis=1) <= week.high80)
    assert 0.75 <= inside.mean() <= 0.92
    for band in (told.steps, week):
        bounds = (band.low95, band.low80, band.high80, band.high95)
        assert all((bound == np.round(bound)).all() for bound in bounds[1:3] if mean < 1)


def test_intervals_of_amounts_leave_out_what_they_say(rng: np.random.Generator) -> None:
    drift = np.exp(np.cumsum(rng.normal(0, 0.02, (200, 400)), axis=1))
    values = 4_000 * drift * WEEKDAYS[np.arange(400) % 7] * np.exp(rng.normal(0, 0.2, (200, 400)))
    past, after = values[:, :-28], values[:, -28:]
    told = forecast(past)
    inside = (after >= told.steps.low80) & (after <= told.steps.high80)
    assert 0.76 <= inside.mean() <= 0.84
    for span, band in told.spans.items():
        total = after[:, :span].sum(axis=1)
        assert 0.7 <= ((total >= band.low80) & (total <= band.high80)).mean() <= 0.9


def test_totals_of_a_series_by_itself_hold_by_ten_origins_that_overlap(rng: np.random.Generator) -> None:
    level = np.exp(np.cumsum(rng.normal(0, 0.01, (80, 300)), axis=1))
    values = 4_000 * level * WEEKDAYS[np.arange(300) % 7] * np.exp(rng.normal(0, 0.2, (80, 300)))
    inside = []
    for one in values:
        month = forecast(one[None, :-28], counted=False).spans[28]
        inside.append(month.low80[0] <= one[-28:].sum() <= month.high80[0])
    assert 0.68 <= np.mean(inside) <= 0.92


def test_one_odd_week_does_not_widen_every_total(rng: np.random.Generator) -> None:
    values = rng.normal(500, 60, (20, 280))
    odd = values.copy()
    odd[:, 210:217] *= 2.5
    plain, after = (forecast(one).spans[28] for one in (values, odd))
    assert ((after.high80 - after.low80) / (plain.high80 - plain.low80)).mean() < 3


def test_pure_chance_does_not_beat_the_average(rng: np.random.Generator) -> None:
    flat = rng.poisson(3.0, (300, 200)).astype(float)
    weekly = days(rng, 20.0, series=300)
    assert forecast(weekly).beats_naive.mean() > 0.85
    assert forecast(flat).beats_naive.mean() < 0.75


def test_what_is_known_ahead_moves_the_forecast(rng: np.random.Generator) -> None:
    price = np.exp(rng.normal(3.0, 0.2, (12, 148)))
    advert = (rng.random((12, 148)) < 0.2).astype(float)
    expected = 9_000 * (price / np.exp(3.0)) ** -2.5 * np.where(advert > 0, 1.6, 1.0)
    values = expected * np.exp(rng.normal(0, 0.1, expected.shape))
    known = np.stack([price, advert], axis=2)
    told = forecast(values[:, :144], horizon=4, season=1, known=known)
    blind = forecast(values[:, :144], horizon=4, season=1)
    off, blind_off = (np.abs(one.steps.mean / expected[:, 144:] - 1).mean() for one in (told, blind))
    assert off < 0.08
    assert off < blind_off / 4


def test_a_shop_that_is_shut_sells_nothing_and_that_is_sure(rng: np.random.Generator) -> None:
    is_open = (np.arange(230) % 7 != 6) & (np.arange(230) != 210)
    values = np.where(is_open, rng.normal(500, 30, (5, 230)), 0.0)[:, :203]
    known = np.repeat(is_open[None, :, None], 5, axis=0).astype(float)
    steps = forecast(values, horizon=27, known=known).steps
    shut = ~is_open[203:]
    assert (steps.mean[:, shut] == 0).all()
    assert (steps.high95[:, shut] == 0).all()
    assert (np.abs(steps.mean[:, ~shut] - 500) < 60).all()


def test_a_year_of_weeks_comes_back(rng: np.random.Generator) -> None:
    week = np.arange(52 * 5 + 13)
    season = np.exp(0.4 * np.sin(2 * np.pi * week / 52))
    values = 3_000 * season * np.exp(rng.normal(0, 0.05, (20, len(week))))
    told = forecast(values[:, :-13], horizon=13, season=52)
    off = np.abs(told.steps.mean / values[:, -13:] - 1).mean()
    assert off < 0.09
    assert told.beats_naive.all()


def test_a_year_of_weeks_goes_on_growing(rng: np.random.Generator) -> None:
    week = np.arange(52 * 5 + 13)
    values = (
        3_000
        * 1.004**week
        * np.exp(0.3 * np.sin(2 * np.pi * week / 52) + rng.normal(0, 0.04, (20, len(week))))
    )
    told = forecast(values[:, :-13], horizon=13, season=52)
    assert np.abs(told.steps.mean / values[:, -13:] - 1).mean() < 0.06
    assert abs(told.steps.mean[:, -1].mean() / values[:, -1].mean() - 1) < 0.05


def test_gaps_and_a_late_beginning_are_walked_over(rng: np.random.Generator) -> None:
    values = days(rng, 4.0)
    whole = forecast(values)
    holes = values.copy()
    holes[rng.random(values.shape) < 0.2] = np.nan
    holes[:10, :200] = np.nan
    told = forecast(holes)
    assert np.isfinite(told.steps.mean).all()
    assert np.abs(told.spans[28].mean / whole.spans[28].mean - 1).mean() < 0.15


def test_nothing_known_is_nothing_said() -> None:
    told = forecast(np.full((2, 60), np.nan))
    assert np.isnan(told.steps.mean).all()
    assert np.isnan(told.steps.high80).all()
    assert not told.beats_naive.any()
    assert forecast(np.empty((0, 60))).steps.mean.shape == (0, 28)


def test_too_short_a_past_says_the_average_and_beats_nothing() -> None:
    told = forecast(np.array([[2.0, 4.0, 3.0, 3.0]]))
    assert told.steps.mean[0].mean() == pytest.approx(3.0, rel=0.2)
    assert not told.beats_naive[0]
    assert np.isnan(told.error[0])


def test_days_that_never_sold_are_forecast_as_none() -> None:
    told = forecast(np.zeros((3, 100)))
    assert (told.steps.mean == 0).all()
    assert (told.steps.high80 == 0).all()


def test_a_feast_that_all_know_moves_every_forecast(rng: np.random.Generator) -> None:
    values, times = rng.poisson(8.0, (40, 120)).astype(float), np.ones(148)
    times[125:127] = 0.5
    plain, told = forecast(values), forecast(values, times=times)
    assert told.steps.mean[:, 5:7] == pytest.approx(plain.steps.mean[:, 5:7] / 2)
    assert (told.steps.high80[:, 5:7] < plain.steps.high80[:, 5:7]).all()
    assert told.steps.mean[:, 8:] == pytest.approx(plain.steps.mean[:, 8:])
    # In the midst of a long feast the days so far are part of it.
    times[100:140] = 0.5
    assert forecast(values, times=times).steps.mean[:, 0] == pytest.approx(
        plain.steps.mean[:, 0] * 0.5 / times[92:120].mean()
    )


def test_what_is_known_must_reach_to_the_end() -> None:
    with pytest.raises(ValueError, match="reach"):
        forecast(np.ones((1, 50)), known=np.ones((1, 50, 1)))
    with pytest.raises(ValueError, match="reach"):
        forecast(np.ones((1, 50)), times=np.ones(50))


def test_kinds_are_told_apart() -> None:
    values = np.stack([np.tile([0, 0, 1.0], 30), np.tile([3, 0, 5.0], 30)[:90], np.tile([3, 4, 5.5], 30)])
    values[1, ::3] = 4
    values[1] = np.maximum(values[1], 1)
    found = {kind: rows.tolist() for kind, rows in kinds(values, 7)}
    assert found == {"few": [0], "counts": [1], "amounts": [2]}


def same(left: Forecast, right: Forecast, rows: np.ndarray) -> bool:  # type: ignore[type-arg]
    return all(
        np.allclose(getattr(left.steps, part), getattr(right.steps, part)[rows], equal_nan=True)
        for part in ("mean", "low80", "high80", "low95", "high95")
    )


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), length=st.integers(1, 150), mean=st.sampled_from([0.2, 3.0, 900.0]))
def test_bounds_hold_their_mean_and_the_order_of_rows_does_not_matter(
    seed: int, length: int, mean: float
) -> None:
    rng = np.random.default_rng(seed)
    values = days(rng, mean, series=7, length=length)
    values[rng.random(values.shape) < 0.1] = np.nan
    told = forecast(values)
    steps = told.steps
    known = np.isfinite(steps.mean)
    for low, high in ((steps.low95, steps.low80), (steps.low80, steps.mean), (steps.mean, steps.high80)):
        assert (low[known] <= high[known] + 1e-9)[np.isfinite(low[known] + high[known])].all()
    assert (steps.mean[known] >= 0).all()
    assert ((told.model >= 0) & (told.model < len(MODELS))).all()
    order = rng.permutation(7)
    assert same(forecast(values[order]), told, order)
