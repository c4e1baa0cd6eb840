"""How far the market is judged, and how good what was foreseen turned out to be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from ventra.core.bucket import FOLDERS
from ventra.core.day import last_closed_day
from ventra.outlook.answers import (
    ForecastAccuracy,
    ForecastAccuracyPoint,
    JudgedKind,
    OutlookProgress,
    RisingKind,
)
from ventra.outlook.store import kept, progress

MOST_DAYS = 26
"""Days of each horizon whose scores are told: half a year of weeks."""


async def read(db: Any, *, now: datetime) -> OutlookProgress:
    """By the last closed day, or what there is of the one before."""
    closed = last_closed_day(now)
    run = await progress.newest(db)
    if run is None:
        return OutlookProgress(
            state="waiting",
            closed_through=closed,
            day=None,
            began_at=None,
            finished_at=None,
            folders=FOLDERS,
            folders_done=0,
            products=0,
            judged={},
        )
    running = run.finished_at is None
    return OutlookProgress(
        state="running" if running else "done" if run.day >= closed else "waiting",
        closed_through=closed,
        day=run.day,
        began_at=run.began_at,
        finished_at=run.finished_at,
        folders=run.folders,
        folders_done=run.done,
        products=run.products,
        judged=msgspec.convert(run.judged, dict[RisingKind, JudgedKind]),
    )


async def accuracy(db: Any) -> ForecastAccuracy:
    """The scores of the newest days."""
    return ForecastAccuracy(
        [
            ForecastAccuracyPoint(**{name: row[name] for name in ForecastAccuracyPoint.__struct_fields__})
            for row in await kept.newest_scores(db, days_at_most=MOST_DAYS)
        ]
    )
