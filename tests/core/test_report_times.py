"""When reports are due: hours of Tashkent, one run for many that were missed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from ventra.core.report_times import Rhythm, latest_run, next_run

WEDNESDAY = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
"""09:00 in Tashkent."""


@pytest.mark.parametrize(
    ("rhythm", "before", "after"),
    [
        (Rhythm("day", 9), "2026-11-25T04:00", "2026-11-26T04:00"),
        (Rhythm("day", 10), "2026-11-24T05:00", "2026-11-25T05:00"),
        (Rhythm("day", 2), "2026-11-24T21:00", "2026-11-25T21:00"),
        (Rhythm("week", 9, weekday=2), "2026-11-25T04:00", "2026-12-02T04:00"),
        (Rhythm("week", 9, weekday=0), "2026-11-23T04:00", "2026-11-30T04:00"),
        (Rhythm("month", 9, month_day=28), "2026-10-28T04:00", "2026-11-28T04:00"),
        (Rhythm("month", 0, month_day=1), "2026-10-31T19:00", "2026-11-30T19:00"),
    ],
)
def test_the_run_before_and_the_one_after_an_instant(rhythm: Rhythm, before: str, after: str) -> None:
    assert latest_run(rhythm, WEDNESDAY) == datetime.fromisoformat(before).replace(tzinfo=UTC)
    assert next_run(rhythm, WEDNESDAY) == datetime.fromisoformat(after).replace(tzinfo=UTC)


def test_every_run_of_two_years_is_found_once_from_either_side() -> None:
    for rhythm in (Rhythm("day", 23), Rhythm("week", 0, weekday=6), Rhythm("month", 12, month_day=28)):
        at, runs = WEDNESDAY, []
        while at < WEDNESDAY + timedelta(days=730):
            at = next_run(rhythm, at)
            assert latest_run(rhythm, at) == at
            assert latest_run(rhythm, at + timedelta(minutes=59)) == at
            runs.append(at)
        assert len(runs) == {"day": 731, "week": 105, "month": 25}[rhythm.every]
        assert all(
            rhythm.on(date.fromisoformat((one + timedelta(hours=5)).date().isoformat())) for one in runs
        )
