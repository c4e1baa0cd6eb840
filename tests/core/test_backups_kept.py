"""Which backups stay: rules about names and times, held for any history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventra.backup.keep import ALL_FOR, last_slot, name_of, ours, time_of, to_delete
from ventra.core.day import TASHKENT

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ages = st.lists(st.integers(0, 400 * 86_400), unique=True, max_size=80)


def names(seconds_ago: list[int]) -> list[str]:
    return [name_of(NOW - timedelta(seconds=ago), sealed=ago % 3 > 0) for ago in seconds_ago]


def nightly(nights: int, until: datetime = NOW) -> list[str]:
    return [name_of(until - timedelta(days=n), sealed=True) for n in range(nights)]


def there(name: str) -> datetime:
    at = time_of(name)
    assert at is not None
    return at.astimezone(TASHKENT)


@given(ages)
def test_the_newest_and_all_of_the_last_two_days_stay(ago: list[int]) -> None:
    found = names(ago)
    gone = set(to_delete(found, NOW))
    assert not found or ours(found)[0] not in gone
    assert all(NOW - there(name) >= ALL_FOR for name in gone)


@given(ages)
def test_each_of_the_last_days_weeks_and_months_that_had_one_keeps_its_newest(ago: list[int]) -> None:
    found = ours(names(ago))
    kept = set(found) - set(to_delete(found, NOW))
    for count, of in (
        (7, lambda at: at.date()),
        (4, lambda at: at.isocalendar()[:2]),
        (6, lambda at: (at.year, at.month)),
    ):
        newest: dict[object, str] = {}
        for name in found:
            newest.setdefault(of(there(name)), name)
        assert set(list(newest.values())[:count]) <= kept


@given(ages)
def test_deleting_is_done_once_and_leaves_few(ago: list[int]) -> None:
    found = names(ago)
    gone = to_delete(found, NOW)
    left = [name for name in found if name not in gone]
    assert to_delete(left, NOW) == []
    assert sum(NOW - there(name) >= ALL_FOR for name in left) <= 7 + 4 + 6


def test_a_year_of_nights_leaves_the_same_whether_it_is_pruned_each_night_or_at_the_end() -> None:
    kept: list[str] = []
    for night in reversed(range(400)):
        now = NOW - timedelta(days=night)
        kept.append(name_of(now, sealed=True))
        gone = to_delete(kept, now)
        kept = [name for name in kept if name not in gone]
    assert set(kept) == set(nightly(400)) - set(to_delete(nightly(400), NOW))
    assert [f"{there(name):%m-%d}" for name in ours(kept)] == [
        "11-23", "11-22", "11-21", "11-20", "11-19", "11-18", "11-17", "11-15", "11-08",
        "10-31", "09-30", "08-31", "07-31", "06-30",
    ]  # fmt: skip


def test_a_long_silence_deletes_nothing_more() -> None:
    kept = sorted(set(nightly(60)) - set(to_delete(nightly(60), NOW)))
    years_later = NOW + timedelta(days=1000)
    assert ours(kept)[0] not in to_delete(kept, years_later)
    assert len(to_delete(kept, years_later)) < len(kept) - 5


def test_files_of_others_are_left_alone() -> None:
    strangers = [
        "notes.txt",
        "ventra-2026.tar.gz",
        "ventra-20261399T000000Z.tar.gz.age",
        ".ventra-20200101T000000Z.tar.gz.half",
    ]
    assert to_delete(strangers + nightly(3), NOW) == []
    assert ours(strangers) == []


@given(st.integers(1_500_000_000, 4_000_000_000))
def test_a_name_tells_its_time(seconds: int) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert time_of(name_of(at.astimezone(TASHKENT), sealed=True)) == at


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        ("2026-11-23T22:29:59+00:00", "2026-11-22T22:30:00+00:00"),
        ("2026-11-23T22:30:00+00:00", "2026-11-23T22:30:00+00:00"),
        ("2026-11-24T05:00:00+00:00", "2026-11-23T22:30:00+00:00"),
    ],
)
def test_a_backup_is_due_at_half_past_three_in_tashkent(now: str, slot: str) -> None:
    assert last_slot(datetime.fromisoformat(now)) == datetime.fromisoformat(slot)
