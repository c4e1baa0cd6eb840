"""Back-tests over rolling origins: what is scored, by hand, and that nothing of a test day is known before it."""

from __future__ import annotations

import numpy as np
import pytest

from ventra.core import rolling
from ventra.core.forecast import Float
from ventra.core.rolling import AVERAGE, LAST, OURS, SEASONAL, Rolling, Tally, roll

WEEK = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 13.0])


def scores(values: Float, *, origins: int = 1, horizon: int = 7) -> dict[str, dict[str, float | None]]:
    tally = Tally()
    assert roll(tally, values, None, Rolling(origins, 7, horizon, 7)) == origins
    return tally.scores()


def test_naive_scores_are_those_worked_out_by_hand() -> None:
    values = np.tile(WEEK, 10)[None].copy()
    values[0, -7:] += 2
    found = scores(values)
    assert found[SEASONAL]["wape"] == pytest.approx(14 / 48)
    assert found[SEASONAL]["bias"] == pytest.approx(-14 / 48)
    assert found[SEASONAL]["wape_7"] == pytest.approx(14 / 48)
    assert found[SEASONAL]["mase"] is None, "weeks that never differ have no scale"
    neighbours = np.mean(np.diff(np.tile(WEEK, 9)) ** 2)
    assert found[SEASONAL]["rmsse"] == pytest.approx(np.sqrt(4 / neighbours))
    assert found[SEASONAL]["smape"] == pytest.approx(np.mean(400 / (2 * WEEK + 2)))
    assert found[LAST]["wape"] == pytest.approx(np.abs(13 - WEEK - 2).sum() / 48)
    assert found[AVERAGE]["bias"] == pytest.approx((34 - 48) / 48)
    assert found[OURS]["wape"] < found[AVERAGE]["wape"]
    assert "wape_28" not in found[OURS]


def test_owa_is_the_mean_of_two_ratios_to_the_last_value() -> None:
    values = np.random.default_rng(2).poisson(20.0, (5, 120)).astype(float)
    found = scores(values, origins=3)
    ours, last = found[OURS], found[LAST]
    assert ours["owa"] == pytest.approx((ours["smape"] / last["smape"] + ours["mase"] / last["mase"]) / 2)
    assert last["owa"] == pytest.approx(1)


def test_values_not_known_are_not_scored() -> None:
    values = np.tile(WEEK, 10)[None].copy()
    values[0, -7:-1] = np.nan
    found = scores(values)
    assert found[LAST]["wape"] == pytest.approx(0)
    assert found[LAST].get("wape_7") is None


def test_an_origin_knows_nothing_of_what_came(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.random.default_rng(3).poisson(5.0, (4, 100)).astype(float)
    lengths = []

    def watched(past: Float, **asked: object) -> object:
        lengths.append(past.shape[1])
        assert np.array_equal(past, values[:, : past.shape[1]])
        return forecast(past, **asked)  # type: ignore[arg-type]

    forecast = rolling.forecast
    monkeypatch.setattr(rolling, "forecast", watched)
    scores(values, origins=4, horizon=14)
    assert lengths == [86, 79, 72, 65]


def test_a_past_too_short_is_not_scored() -> None:
    assert roll(Tally(), np.ones((2, 20)), None, Rolling(5, 7, 7, 7)) == 0
    gone = np.full((1, 60), np.nan)
    assert roll(Tally(), gone, None, Rolling(5, 7, 7, 7)) == 0
