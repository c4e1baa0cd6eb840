"""Which backups stay, what they are called and when the next is due. Pure: the files' names carry all it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, time, timedelta

from ventra.core.day import TASHKENT

ALL_FOR = timedelta(days=2)
DAILY, WEEKLY, MONTHLY = 7, 4, 6
NIGHTLY = time(3, 30, tzinfo=TASHKENT)
"""Yesterday is closed at 00:30, and few people look at anything."""
SEALED, PLAIN = ".tar.gz.age", ".tar.gz"
_NAME = re.compile(r"ventra-(\d{8}T\d{6}Z)\.tar\.gz(\.age)?")
_STAMP = "%Y%m%dT%H%M%SZ"


def name_of(at: datetime, *, sealed: bool) -> str:
    """The file of a backup taken at `at`."""
    return f"ventra-{at.astimezone(UTC).strftime(_STAMP)}{SEALED if sealed else PLAIN}"


def time_of(name: str) -> datetime | None:
    """When the backup of that name was taken; `None` when it is no backup of ours."""
    found = _NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1], _STAMP).replace(tzinfo=UTC) if found else None
    except ValueError:
        return None


def ours(names: Iterable[str]) -> list[str]:
    """Those that are backups, the newest first."""
    timed = [(at, name) for name in names if (at := time_of(name)) is not None]
    return [name for _, name in sorted(timed, reverse=True)]


def to_delete(names: Iterable[str], now: datetime) -> list[str]:
    """Backups that need not stay, the oldest first.

    All of the last 2 days stay, and the newest of each of the last 7 days, 4 weeks and 6 months that have one, as Tashkent counts
    them. Days without a backup use nothing up, so that the newest stays however old it is. Names of others are left alone.
    """
    found = ours(names)
    stay = {name for name in found if _at(name) > now - ALL_FOR}
    for count, of in ((DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)):
        stay |= _newest_of_each(found, of, count)
    return [name for name in reversed(found) if name not in stay]


def last_slot(now: datetime) -> datetime:
    """The last time that a backup was due: 03:30 in Tashkent."""
    there = now.astimezone(TASHKENT)
    slot = datetime.combine(there.date(), NIGHTLY)
    return slot if slot <= there else slot - timedelta(days=1)


def _newest_of_each(newest_first: Sequence[str], of: Callable[[datetime], object], count: int) -> set[str]:
    chosen: dict[object, str] = {}
    for name in newest_first:
        chosen.setdefault(of(_at(name).astimezone(TASHKENT)), name)
    return set(list(chosen.values())[:count])


def _at(name: str) -> datetime:
    at = time_of(name)
    if at is None:
        raise ValueError(f"{name} is no backup's name")
    return at


def _day(at: datetime) -> object:
    return at.date()


def _week(at: datetime) -> object:
    return at.isocalendar()[:2]


def _month(at: datetime) -> object:
    return at.year, at.month
