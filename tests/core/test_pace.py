"""How many seconds lie between two looks at a product."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from ventra.core.pace import (
    BANDS,
    DAY,
    HOUR,
    NEWCOMER_SECONDS,
    Aim,
    Shown,
    band_of,
    has_changed,
    seconds_between,
    untracked_share,
    while_gone,
)
from ventra.simulator.catalogue import make_catalogue
from ventra.simulator.habits import make_habits


@pytest.mark.parametrize(
    ("units_a_day", "hours"),
    [
        (0, 24),
        (0.05, 24),
        (0.25, 16),
        (1, 8),
        (4, 4),
        (16, 2),
        (64, 1),
        (256, 0.5),
        (1024, 0.25),
        (1e9, 0.25),
    ],
)
def test_four_times_the_sales_are_looked_at_twice_as_often(units_a_day: float, hours: float) -> None:
    assert band_of(units_a_day) == hours * HOUR


def test_more_sales_never_mean_a_longer_wait_and_every_band_is_used() -> None:
    bands = [band_of(units) for units in np.geomspace(0.01, 5_000, 500)]
    assert all(after <= before for before, after in pairwise(bands))
    assert sorted(set(bands)) == list(BANDS)


def test_what_is_tracked_is_looked_at_every_quarter_of_an_hour_whatever_it_sells() -> None:
    assert seconds_between(Aim(tracked=True, units_a_day=0.0)) == 900


def test_a_newcomer_is_looked_at_every_four_hours_and_less_while_nothing_happens() -> None:
    seen, seconds = [], seconds_between(Aim())
    for _ in range(4):
        seen.append(seconds / HOUR)
        seconds = seconds_between(Aim(changed=False, before_seconds=seconds))
    assert seen == [4, 8, 16, 24]
    assert seconds == DAY
    assert seconds_between(Aim(changed=True, before_seconds=DAY)) == 16 * HOUR


def test_a_product_that_comes_back_begins_as_a_newcomer() -> None:
    assert seconds_between(Aim(changed=False, before_seconds=None)) == NEWCOMER_SECONDS


def test_a_look_that_finds_a_change_brings_the_next_one_nearer() -> None:
    assert seconds_between(Aim(units_a_day=1.0, changed=True, before_seconds=8 * HOUR)) == 4 * HOUR
    assert seconds_between(Aim(units_a_day=1.0, changed=False, before_seconds=4 * HOUR)) == 8 * HOUR
    assert seconds_between(Aim(units_a_day=5_000.0, changed=True, before_seconds=900)) == 900


@pytest.mark.parametrize(
    ("asked_seconds", "seconds"),
    [(None, DAY), (DAY, DAY), (5_000, HOUR), (HOUR, HOUR), (900, 900), (60, 900)],
)
def test_nobody_waits_longer_than_asked_nor_shorter_than_the_shortest(
    asked_seconds: int | None, seconds: int
) -> None:
    assert seconds_between(Aim(units_a_day=0.0, asked_seconds=asked_seconds)) == seconds


def test_asking_for_a_long_wait_slows_nothing_down() -> None:
    assert seconds_between(Aim(units_a_day=64.0, asked_seconds=DAY)) == HOUR


def test_what_is_gone_is_asked_ever_less_up_to_thirty_days() -> None:
    assert [while_gone(times) / DAY for times in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert while_gone(10_000) == 30 * DAY


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (None, Shown(100, 5), None),
        (Shown(100, 5), Shown(100, 5), False),
        (Shown(100, 5), Shown(100, 4), False),
        (Shown(100, 5), Shown(99, 5), True),
        (Shown(100, 5), Shown(100, 6), True),
        (Shown(100, 1), Shown(100, 0), True),
        (Shown(100, 0), Shown(100, 0), False),
        (Shown(100, None), Shown(100, 7), False),
        (Shown(None, 7), Shown(100, None), True),
    ],
)
def test_sales_are_no_change_but_prices_restocks_and_the_last_piece_are(
    before: Shown | None, after: Shown, changed: bool | None
) -> None:
    assert has_changed(before, after) is changed


@pytest.mark.parametrize("room", [1, 2, 7, 10, 13, 120])
@pytest.mark.parametrize("step", [1, 5, 6, 10, 55, 144])
def test_a_tenth_is_kept_over_time_however_small_the_room_and_whatever_the_rhythm(
    room: int, step: int
) -> None:
    shares = [untracked_share(room, 1_800_000_000 + step * n) for n in range(1_000)]
    assert sum(shares) == pytest.approx(room * 100, abs=40)
    assert max(shares) - min(shares) <= 1
    if room < 10:
        longest = max(map(len, "".join(map(str, shares)).split("1")))
        assert longest <= 110 / room


def test_over_a_market_the_rule_misses_less_than_equal_intervals_of_the_same_budget() -> None:
    rate = make_habits(7, make_catalogue(7, 4_000)).rate
    seconds = np.array([band_of(float(units)) for units in rate])
    equal = len(rate) / (1 / seconds).sum()
    missed, missed_equally = (rate * seconds).sum(), (rate * equal).sum()
    ideal = np.sqrt(rate).sum() ** 2 / (1 / seconds).sum()
    assert missed < 0.5 * missed_equally
    assert missed < 1.1 * ideal
