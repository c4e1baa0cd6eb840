"""How settled a day is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ventra.core.day_state import day_state

DAY = date(2026, 3, 10)
END = datetime(2026, 3, 10, 19, tzinfo=UTC)
"""Midnight in Tashkent after the day."""


@pytest.mark.parametrize(
    ("after_end", "last_seen_after_end", "state"),
    [
        (timedelta(seconds=-1), timedelta(seconds=-2), "open"),
        (timedelta(0), timedelta(seconds=-1), "provisional"),
        (timedelta(minutes=5), timedelta(0), "final"),
        (timedelta(hours=47, minutes=59), timedelta(hours=-3), "provisional"),
        (timedelta(hours=48), timedelta(hours=-3), "final"),
        (timedelta(hours=47), None, "provisional"),
    ],
)
def test_a_day_settles_with_the_next_look_or_after_two_days(after_end, last_seen_after_end, state):
    last_seen = None if last_seen_after_end is None else END + last_seen_after_end
    assert day_state(DAY, now=END + after_end, last_seen=last_seen) == state
