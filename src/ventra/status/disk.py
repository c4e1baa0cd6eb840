"""The disk of Postgres: measured and kept once a day, its growth told, and the operator warned before it is full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any, get_args

from ventra.collect.store.visits import clear_alarms, raise_alarm
from ventra.core import disk
from ventra.core.day import day_of
from ventra.infra import samples
from ventra.infra.db import transaction
from ventra.infra.room import Room, Volume
from ventra.infra.samples import DaySample
from ventra.status.answers import DiskGroup, DiskGrowth, DiskHealth, DiskPart

FILLS, NEARLY_FULL = "disk_fills", "disk_nearly_full"
_ALARMS = {disk.WARN: FILLS, disk.GRAVE: NEARLY_FULL}


async def measure(pool: Any, room: Room, *, clock: Callable[[], datetime]) -> DiskHealth:
    """Keep what is taken today, and raise or clear the alarm."""
    now = clock()
    async with transaction(pool) as db:
        whole, parts = await samples.taken(db)
        room.note_used(await samples.used_bytes(db))
        await samples.keep(
            db, day_of(now), taken_at=now, database_bytes=whole, parts=parts, volume=room.volume()
        )
        found = health_of(await samples.read(db), today=day_of(now))
        await _alarm(db, found, now)
    return found


async def _alarm(db: Any, found: DiskHealth, now: datetime) -> None:
    raised = _ALARMS.get(found.state)
    await clear_alarms(db, [key for key in _ALARMS.values() if key != raised], now)
    if raised is not None and found.used_share is not None:
        used_percent = round(found.used_share * 100)
        full_on = "—" if found.full_on is None else found.full_on.isoformat()
        await raise_alarm(db, raised, {"used_percent": used_percent, "full_on": full_on}, now)


async def read(db: Any) -> DiskHealth:
    """As of the newest sample."""
    return health_of(await samples.read(db), today=day_of(datetime.now(UTC)))


def health_of(kept: Sequence[DaySample], *, today: date) -> DiskHealth:
    """What samples say, the oldest first: the newest speaks of the disk, all of them of growth."""
    growth = disk.growth_of([disk.Sample(one.day, one.database_bytes) for one in kept])
    newest = kept[-1] if kept else None
    volume = _volume_of(newest)
    full = None if growth is None or volume is None else disk.full_on(growth, volume.free_bytes, today)
    return DiskHealth(
        state=disk.judge(None if volume is None else volume.used_share, full, today),
        measured_at=None if newest is None else newest.taken_at,
        samples=len(kept),
        samples_needed=disk.FEWEST_SAMPLES,
        database_bytes=None if newest is None else newest.database_bytes,
        parts=[]
        if newest is None
        else [DiskPart(name, newest.parts.get(name, 0)) for name in get_args(DiskGroup)],
        volume_bytes=None if volume is None else volume.size_bytes,
        free_bytes=None if volume is None else volume.free_bytes,
        used_share=None if volume is None else round(volume.used_share, 4),
        growth=None
        if growth is None
        else DiskGrowth(round(growth.bytes_a_day), round(growth.low), round(growth.high)),
        full_on=None if full is None else full.expected,
        full_earliest=None if full is None else full.earliest,
        full_latest=None if full is None else full.latest,
    )


def _volume_of(newest: DaySample | None) -> Volume | None:
    if newest is None or newest.volume_bytes is None or newest.free_bytes is None:
        return None
    return Volume(newest.volume_bytes, newest.free_bytes)
