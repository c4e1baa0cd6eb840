"""Growth and the day on which the disk is full, from samples as a database leaves them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ventra.core.disk import GRAVE, UNKNOWN, WARN, WELL, FullOn, Growth, Sample, full_on, growth_of, judge

MB, GB = 10**6, 10**9
TODAY = date(2026, 11, 25)


def samples(taken: list[float]) -> list[Sample]:
    return [Sample(TODAY - timedelta(days=len(taken) - 1 - at), int(one)) for at, one in enumerate(taken)]


def test_fewer_than_seven_samples_give_no_verdict() -> None:
    assert growth_of(samples([n * MB for n in range(6)])) is None
    assert growth_of(samples([n * MB for n in range(7)])) == Growth(MB, MB, MB)


def test_a_week_in_which_nothing_grows_does_not_hide_the_growth_of_the_month() -> None:
    taken = [GB + (day // 7) * 700 * MB for day in range(28)]
    grown = growth_of(samples(taken))
    assert grown is not None
    assert 80 * MB < grown.bytes_a_day < 120 * MB
    assert grown.low < grown.bytes_a_day < grown.high


def test_one_step_of_a_vacuum_or_a_new_partition_does_not_turn_the_growth() -> None:
    steady = [GB + day * 10 * MB for day in range(28)]
    vacuumed = [taken - (60 * MB if day >= 20 else 0) for day, taken in enumerate(steady)]
    grown = growth_of(samples(vacuumed))
    assert grown is not None
    assert 5 * MB < grown.bytes_a_day < 11 * MB
    assert grown.high >= 10 * MB - 1


def test_days_that_were_not_sampled_do_not_change_the_pace() -> None:
    some = [one for at, one in enumerate(samples([n * MB for n in range(28)])) if at % 3 == 0]
    grown = growth_of(some)
    assert grown is not None
    assert grown.bytes_a_day == pytest.approx(MB)


def test_the_day_it_is_full_is_a_range_from_the_fastest_to_the_slowest_pace() -> None:
    full = full_on(Growth(100 * MB, 50 * MB, 200 * MB), 10 * GB, TODAY)
    assert full == FullOn(TODAY + timedelta(100), TODAY + timedelta(50), TODAY + timedelta(200))


def test_what_does_not_grow_is_never_full() -> None:
    assert full_on(Growth(0, -MB, 0), GB, TODAY) == FullOn(None, None, None)
    assert full_on(Growth(100, 1, 200), 100 * GB, TODAY).expected is None


@pytest.mark.parametrize(
    ("used", "days", "state"),
    [
        (0.5, None, WELL), (0.5, 31, WELL), (0.5, 30, WARN), (0.5, 8, WARN), (0.5, 7, GRAVE), (0.5, 0, GRAVE),
        (0.80, None, WELL), (0.81, None, WARN), (0.919, 400, WARN), (0.92, None, GRAVE), (None, 3, UNKNOWN),
    ],
)  # fmt: skip
def test_it_warns_a_month_and_is_grave_a_week_before_the_disk_is_full(
    used: float | None, days: int | None, state: str
) -> None:
    full = FullOn(None if days is None else TODAY + timedelta(days), None, None)
    assert judge(used, full, TODAY) == state


def test_without_a_forecast_what_is_used_still_counts() -> None:
    assert judge(0.95, None, TODAY) == GRAVE
    assert judge(0.5, None, TODAY) == WELL
