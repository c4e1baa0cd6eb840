"""Facts that rules are judged by: extremes over stretches of time, and what means of ratings leave no other way for."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ventra.core.day import US_PER_DAY
from ventra.core.own_band import usual_band
from ventra.core.rule_facts import BEFORE_US, LOOKED, Looks, Moments, look_facts, moved_facts
from ventra.core.windows import DayValues

HOUR_US = US_PER_DAY // 24
START = 1_790_000_000_000_000


def looks_of(rows: list[tuple[int, int, float]]) -> Looks:
    """From subject, hour and price, in order."""
    price = np.array([price for _, _, price in rows], np.float64)
    nothing = np.full(len(rows), np.nan)
    return Looks(
        np.array([subject for subject, _, _ in rows], np.int64),
        np.array([START + hour * HOUR_US for _, hour, _ in rows], np.int64),
        {name: price if name == "price" else nothing for name in LOOKED},
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 400), st.integers(1, 9).map(float)),
        min_size=1, max_size=30, unique_by=lambda row: row[:2],
    ),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 420)), min_size=1, max_size=10),
)  # fmt: skip
def test_extremes_are_those_of_the_stretch_and_of_the_look_before_it(
    rows: list[tuple[int, int, float]], asked: list[tuple[int, int]]
) -> None:
    looks = looks_of(sorted(rows))
    moments = Moments(
        np.array([one for one, _ in asked]), np.array([START + hour * HOUR_US for _, hour in asked])
    )
    facts = look_facts(looks, moments)
    for place, (subject, hour) in enumerate(asked):
        mine = sorted((at, price) for one, at, price in rows if one == subject and at <= hour)
        if not mine:
            assert math.isnan(facts["price"][place])
            assert math.isnan(facts["price_max_7"][place])
            continue
        assert facts["price"][place] == mine[-1][1]
        for days in (1, 7):
            within = [price for at, price in mine if at >= hour - days * 24]
            before = [(at, price) for at, price in mine if at < hour - days * 24]
            if before and before[-1][0] >= hour - days * 24 - BEFORE_US // HOUR_US:
                within.append(before[-1][1])
            if not within:
                within = [mine[-1][1]]
            assert facts[f"price_max_{days}"][place] == max(within)
            assert facts[f"price_min_{days}"][place] == min(within)


def test_without_any_look_nothing_is_known() -> None:
    facts = look_facts(looks_of([]), Moments(np.array([0]), np.array([START])))
    assert all(math.isnan(values[0]) for values in facts.values())


def rated(before: tuple[int, float], after: tuple[int, float]) -> float:
    looks = looks_of([(0, 0, 1.0), (0, 1, 1.0)])
    shown = dict(looks.shown) | {
        "reviews": np.array([before[0], after[0]], np.float64),
        "rating": np.array([before[1], after[1]], np.float64),
    }
    facts = look_facts(Looks(looks.subject, looks.at, shown), Moments(np.array([0]), looks.at[1:]))
    return float(facts["bad_reviews_1"][0])


def test_bad_reviews_are_counted_only_where_the_mean_leaves_no_other_way() -> None:
    assert rated((4, 5.0), (6, 4.0)) == 2
    assert rated((4, 5.0), (6, 4.2)) == 1
    assert rated((10, 4.9), (11, 4.9)) == 0
    assert rated((1000, 4.8), (1005, 4.8)) == 0
    assert rated((10, 4.9), (10, 4.9)) == 0
    assert rated((0, 0.0), (2, 1.0)) == 2


@given(
    st.lists(st.integers(1, 5), min_size=1, max_size=12), st.lists(st.integers(1, 5), min_size=1, max_size=8)
)
def test_never_more_bad_reviews_are_told_than_there_were(old: list[int], new: list[int]) -> None:
    def mean(stars: list[int]) -> float:
        return math.floor(10 * sum(stars) / len(stars) + 0.5) / 10

    told = rated((len(old), mean(old)), (len(old) + len(new), mean(old + new)))
    assert told <= sum(stars <= 3 for stars in new)


def test_moves_count_within_their_stretch() -> None:
    at = np.array([START, START + 5 * US_PER_DAY, START])
    moments = Moments(
        np.array([0, 0, 1]), np.array([START, START + 5 * US_PER_DAY + HOUR_US, START + 9 * US_PER_DAY])
    )
    facts = moved_facts(np.array([0, 0, 1]), at, moments)
    assert facts["moves_1"].tolist() == [1, 1, 0]
    assert facts["moves_7"].tolist() == [1, 2, 0]


def test_few_steady_days_leave_their_own_band() -> None:
    """What is sold as it always was is news about one day in a hundred on each side, and seldomer for slow sellers."""
    rng = np.random.default_rng(5)
    beyond = {}
    for mean in (0.3, 3.0, 30.0):
        count = 4000
        units = rng.poisson(rng.gamma(mean, 1.0, (count, 29))).astype(np.float64)
        subject, day = np.repeat(np.arange(count), 29), np.tile(np.arange(29), count)
        flat = units.ravel()
        days = DayValues(
            subject,
            day,
            flat,
            flat,
            flat,
            np.ones(flat.size, np.int8),
            np.zeros(flat.size),
            np.zeros(flat.size),
        )
        low, high = usual_band(days, subjects=count, day=28)
        last = units[:, 28]
        spike, drop = (last + 0.5) / (high + 0.5) >= 1, (low >= 1) & ((low + 0.5) / (last + 0.5) >= 1)
        beyond[mean] = float(spike.mean()), float(drop.mean())
    print(beyond)
    assert all(spike <= 0.025 and drop <= 0.01 for spike, drop in beyond.values()), beyond


def test_too_few_days_leave_the_band_unknown() -> None:
    day = np.arange(13)
    ones = np.ones(13)
    days = DayValues(np.zeros(13, np.int64), day, ones, ones, ones, np.ones(13, np.int8), ones, ones)
    low, high = usual_band(days, subjects=2, day=13)
    assert np.isnan(low).all()
    assert np.isnan(high).all()
