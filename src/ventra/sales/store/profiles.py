"""Profiles of the day as they were learned: read by version, and only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from ventra.core.counters import Counters
from ventra.core.day import format_instant, parse_instant
from ventra.core.profile import BINS, Profile, flat
from ventra.errors import VentraError
from ventra.infra.columns import fraction_numbers
from ventra.infra.store import get_installation, set_installation

_PROFILE = "SELECT version, category_ids, shares, counters_fall, counters_keep FROM profiles "
LEARNING = 7239404
"""The advisory lock under which a version is added by one at a time."""
TRIED = "profile_tried"
"""Key of `installation`: when it was last looked whether the newest profile still holds."""


@dataclass(frozen=True, slots=True)
class LearnedFrom:
    """What a profile was learned from: Tashkent days, looks, and the units that these counted."""

    first_day: date
    last_day: date
    looks: int
    units: int


async def newest(db: Any) -> Profile:
    """The newest profile; the even one where none was learned yet."""
    row = await db.fetchrow(f"{_PROFILE} ORDER BY version DESC LIMIT 1")
    return flat() if row is None else _profile(row)


async def of_version(db: Any, version: int) -> Profile:
    """The profile of a version that some day was made with."""
    if version == flat().version:
        return flat()
    row = await db.fetchrow(f"{_PROFILE} WHERE version = $1", version)
    if row is None:
        raise VentraError(f"days were made with profile {version}, which is not kept")
    return _profile(row)


async def last_tried(db: Any) -> datetime | None:
    """When it was last looked whether the newest profile still holds; None where none was learned, or nobody has looked."""
    if not await db.fetchval("SELECT EXISTS (SELECT FROM profiles WHERE looks > 0)"):
        return None
    told = await get_installation(db, TRIED)
    return None if told is None else parse_instant(told)


async def note_tried(db: Any, at: datetime) -> None:
    """It was looked at `at`; while there is no profile that counts for nothing."""
    await set_installation(db, TRIED, format_instant(at))


async def wait_to_add(db: Any) -> None:
    """Until the transaction ends nobody else adds a version."""
    await db.execute("SELECT pg_advisory_xact_lock($1)", LEARNING)


async def learned_from(db: Any, version: int) -> LearnedFrom | None:
    """What a version was learned from; None for the even profile."""
    row = await db.fetchrow(
        "SELECT first_day, last_day, looks, units FROM profiles WHERE version = $1", version
    )
    return None if row is None else LearnedFrom(row["first_day"], row["last_day"], row["looks"], row["units"])


async def add(db: Any, profile: Profile, learned: LearnedFrom, *, made_at: datetime) -> None:
    """Keep a version that is not there yet."""
    await db.execute(
        "INSERT INTO profiles (version, made_at, first_day, last_day, looks, units, category_ids, shares, counters_fall, "
        "counters_keep) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        profile.version,
        made_at,
        learned.first_day,
        learned.last_day,
        learned.looks,
        learned.units,
        profile.category.tolist(),
        profile.share.astype(">f8").tobytes(),
        list(profile.counters.fall),
        list(profile.counters.keep),
    )


def _profile(row: Any) -> Profile:
    category = np.array(row["category_ids"], np.int64)
    counters = Counters(tuple(row["counters_fall"]), tuple(row["counters_keep"]))
    return Profile(row["version"], category, fraction_numbers(row["shares"]).reshape(-1, BINS), counters)
