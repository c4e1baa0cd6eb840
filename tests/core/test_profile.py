"""The profile of the day: how much of a day's sales a stretch of time is expected to hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.half_hours import mass

from ventra.core.day import US_PER_DAY, start_of_day_us
from ventra.core.profile import BIN_US, BINS, MARKET, Profile, flat

SHARES = st.lists(st.integers(1, 1000), min_size=BINS, max_size=BINS).map(lambda w: np.array(w) / sum(w))
INSTANTS = st.integers(start_of_day_us(19_000), start_of_day_us(21_000))
LENGTHS = st.integers(0, 4 * US_PER_DAY)


def of(*shares: Any, category: tuple[int, ...] = ()) -> Profile:
    return Profile(1, np.array(category, np.int64), np.array(shares))


def held(profile: Profile, begin: int, end: int, row: int = 0) -> float:
    asked = (np.array([value], np.int64) for value in (row, begin, end))
    return float(profile.mass(*asked)[0])


@given(SHARES, INSTANTS, st.integers(0, 9))
def test_whole_days_hold_a_days_sales_each_from_whatever_moment(share: Any, begin: int, days: int) -> None:
    assert held(of(share), begin, begin + days * US_PER_DAY) == pytest.approx(days, abs=1e-9)


@given(SHARES, INSTANTS, LENGTHS, LENGTHS)
def test_a_stretch_holds_what_its_parts_hold(share: Any, begin: int, first: int, second: int) -> None:
    profile, middle = of(share), begin + first
    parts = held(profile, begin, middle) + held(profile, middle, middle + second)
    assert held(profile, begin, middle + second) == pytest.approx(parts, abs=1e-9)
    assert parts >= 0


@given(SHARES, INSTANTS, LENGTHS, st.integers(-400, 400))
def test_moving_a_stretch_by_whole_days_changes_nothing(
    share: Any, begin: int, length: int, days: int
) -> None:
    moved = begin + days * US_PER_DAY
    assert held(of(share), moved, moved + length) == pytest.approx(
        held(of(share), begin, begin + length), abs=1e-9
    )


@given(SHARES, SHARES, INSTANTS, LENGTHS)
def test_half_hours_add_up_as_when_gone_through_one_by_one(
    market: Any, own: Any, begin: int, length: int
) -> None:
    profile, end = of(market, own, category=(7,)), begin + length
    for row, share in enumerate((market, own)):
        parts = 0.0
        for at in range(begin - begin % BIN_US, end, BIN_US):
            inside = min(end, at + BIN_US) - max(begin, at)
            place = (at - start_of_day_us(0)) // BIN_US % BINS
            parts += share[place] * inside / BIN_US
        assert held(profile, begin, end, row) == pytest.approx(parts, abs=1e-9)
        assert held(profile, begin, end, row) == mass(share.tolist(), begin, end)


def test_the_even_day_goes_by_the_clock() -> None:
    begin = start_of_day_us(20_000)
    assert held(flat(), begin + US_PER_DAY // 4, begin + US_PER_DAY) == pytest.approx(0.75)
    assert flat().version == 0


def test_a_category_of_which_nothing_is_known_goes_by_the_market() -> None:
    even = np.full(BINS, 1 / BINS)
    profile = of(even, even, even, category=(5, 90))
    asked = np.array([MARKET, 4, 5, 6, 90, 91], np.int64)
    assert profile.rows_of(asked).tolist() == [0, 0, 1, 0, 2, 0]
    assert flat().rows_of(asked).tolist() == [0] * 6


def test_a_profile_differs_by_the_share_of_sales_that_lies_elsewhere() -> None:
    share = np.full(BINS, 1 / BINS)
    share[0] += 0.01
    share[40] -= 0.01
    assert of(share).differs_from(flat()) == pytest.approx(0.01)
    assert flat().differs_from(flat()) == 0


def test_what_is_no_profile_is_refused() -> None:
    even = np.full(BINS, 1 / BINS)
    none, twice, short = even.copy(), even * 2, even[1:] / even[1:].sum()
    none[3], none[4] = 0, 2 / BINS
    for shares, category in (((none,), ()), ((twice,), ()), ((short,), ()), ((even,), (5,))):
        with pytest.raises(ValueError, match="profile"):
            of(*shares, category=category)
    with pytest.raises(ValueError, match="above 0"):
        of(np.where(even > 0, np.nan, 0))
