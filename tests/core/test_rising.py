"""What rises in a market: false discoveries stay at their rate, ranks go by what is sure, and newcomers are ranked by it too."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.counts import LAST, SPAN, days_of, drawn
from ventra.core.rising import newcomers, ranks, rising
from ventra.core.trend import trends

P_VALUES = st.lists(st.one_of(st.just(float("nan")), st.floats(0, 1)), max_size=40)


@settings(deadline=None)
@given(p_values=P_VALUES, rate=st.sampled_from([0.01, 0.1, 0.3]))
def test_it_rises_where_benjamini_and_hochberg_say_so_of_what_may_be_steady(
    p_values: list[float], rate: float
) -> None:
    p_value = np.array(p_values)
    size = np.full(len(p_value), 5.0)
    found = rising(p_value, np.zeros(len(p_value)), size, rate=rate, least_size=1)
    known = np.sort(p_value[np.isfinite(p_value)])
    steady = min(2 * (1 + sum(p > 0.5 for p in known)), len(known))
    passing = [p for place, p in enumerate(known, 1) if p * steady <= rate * place]
    limit = max(passing, default=-1.0)
    for value, rises, q_value in zip(p_value, found.rises, found.q_value, strict=True):
        if np.isnan(value):
            assert not rises
            assert np.isnan(q_value)
        elif not np.isclose(q_value, rate):
            assert rises == (value <= limit)
            assert value * steady / len(known) <= q_value + 1e-12 <= 1 + 1e-12


def test_what_is_too_small_is_neither_tested_nor_counted() -> None:
    p_value = np.array([0.06, 0.9, 0.9, 0.04])
    size = np.array([9.0, 0.1, np.nan, 0.1])
    found = rising(p_value, np.ones(4), size, least_size=1)
    assert found.rises.tolist() == [True, False, False, False]
    assert np.isnan(found.q_value[1:]).all()
    assert not rising(p_value, np.ones(4), np.full(4, 9.0), least_size=1).rises.any()


def test_ranks_go_by_the_lower_bound_and_equals_tie() -> None:
    least = np.array([0.2, 0.9, 0.2, 3.0, 0.1])
    p_value = np.array([0.001, 0.002, 0.001, 0.9, 0.003])
    found = rising(p_value, least, np.full(5, 2.0), least_size=1)
    assert found.rank.tolist() == [2, 1, 2, 0, 4]
    assert ranks(np.array([np.nan, 1.0, 1.0, 5.0])).tolist() == [0, 2, 2, 1]
    assert ranks(np.zeros(0)).tolist() == []


@pytest.mark.parametrize("share", [0.0, 0.1], ids="{} planted".format)
def test_the_share_of_false_discoveries_is_kept_to_the_rate(share: float) -> None:
    """Products of all sizes, each day better or worse than expected, with gaps, promotions and stock-outs; some double."""
    false, found = [], []
    doubled = np.where(np.arange(SPAN) >= SPAN - 13, 2.0, 1.0)
    for seed in range(30):
        rng = np.random.default_rng(seed)
        rate = np.exp(rng.uniform(np.log(1), np.log(100), (300, 1)))
        doubles = rng.random(300) < share
        market = drawn(rng, 300, rate, times=np.where(doubles[:, None], doubled, 1.0))
        told = trends(days_of(market.units), subjects=300, last_day=LAST, **market.marks)
        rises = rising(told.p_value, told.least_growth, told.size, least_size=1.0).rises
        false.append((rises & ~doubles).sum() / max(rises.sum(), 1))
        found += rises[doubles & (rate[:, 0] >= 3)].tolist()
    error = np.std(false, ddof=1) / np.sqrt(len(false))
    assert np.mean(false) <= 0.1 + 2 * error
    assert share == 0 or np.mean(found) > 0.75


def new(points: np.ndarray, first_seen: list[int]):
    """Newcomers of units [subjects, days] that end with `LAST`."""
    return newcomers(days_of(points), np.array(first_seen), subjects=len(points), last_day=LAST)


def test_newcomers_are_ranked_by_what_is_sure_and_not_by_a_lucky_day() -> None:
    points = np.full((4, 30), np.nan)
    points[0, -20:] = 8.0
    points[1, -3:] = (2.0, 1.0, 40.0)
    points[2, -20:] = 3.0
    points[3] = 50.0
    found = new(points, [LAST - 20, LAST - 3, LAST - 20, LAST - 30])
    assert found.new.tolist() == [True, True, True, False]
    assert found.velocity[1] > found.velocity[0]
    assert ranks(found.low).tolist()[0] == 1
    assert ranks(found.low)[3] == 0
    assert found.days.tolist() == [20, 3, 20, 0]
    assert np.isnan([found.velocity[3], found.low[3], found.high[3]]).all()


def test_the_day_it_was_first_seen_and_days_nobody_looked_do_not_count() -> None:
    points = np.full((2, 30), np.nan)
    points[:, -10:] = 4.0
    points[:, -10] = 0.0
    points[1, -6:-3] = np.nan
    found = new(points, [LAST - 9, LAST - 9])
    assert found.velocity.tolist() == [4.0, 4.0]
    assert found.days.tolist() == [9, 6]
    assert found.low[1] < found.low[0]


def test_days_of_an_empty_shelf_do_not_slow_a_newcomer() -> None:
    points, out = np.full((1, 30), np.nan), np.zeros((1, 30))
    points[0, -12:] = 6.0
    points[0, -4:], out[0, -4:] = 0.0, 1.0
    first_seen = np.array([LAST - 12])
    found = newcomers(days_of(points), first_seen, subjects=1, last_day=LAST, out=out)
    assert (found.velocity[0], found.days[0]) == (6, 8)
    assert newcomers(days_of(points), first_seen, subjects=1, last_day=LAST).velocity[0] == 4


def test_two_days_tell_nothing_of_a_newcomer() -> None:
    points = np.full((1, 30), np.nan)
    points[0, -2:] = 9.0
    found = new(points, [LAST - 2])
    assert found.new[0]
    assert np.isnan(found.low[0])
    assert ranks(found.low)[0] == 0


@pytest.mark.parametrize("rate", [0.5, 4, 60], ids="{} a day".format)
def test_a_newcomers_range_holds_its_rate(rate: float) -> None:
    units = drawn(np.random.default_rng(int(rate * 10)), 3_000, rate, trouble=False).units[:, -15:]
    found = new(units, [LAST - 15] * 3_000)
    assert 0.74 < ((found.low <= rate) & (rate <= found.high)).mean() < 0.9
    assert (found.low > rate).mean() < 0.14
