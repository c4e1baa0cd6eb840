"""Niches as they are kept: replaced by the night, and until when they speak."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from ventra.core.day import format_instant, parse_instant
from ventra.infra.store import get_installation, set_installation

DONE = "niches_done"
"""Key of `installation`: the day niches speak of, and when they were made."""
CHANGED, THROUGH = "sales_changed_at", "sales_closed_through"
RANGED = (
    "units", "revenue", "growth", "hhi", "leader", "staying", "price", "idle", "review_gap", "season", "saturation",
)  # fmt: skip
COLUMNS = (
    "kind", "niche_id", "category_id", "face", "leaf", "as_of", "done_at", "products", "sellers",
    *(f"{name}{end}" for name in RANGED for end in ("", "_low", "_high")),
    "units_known", "units_basis", "units_days", "revenue_known", "revenue_basis", "revenue_days", "compared", "leader_id",
    "came", "gone", "over_days", "staying_of", "season_peak", "season_years", "months", "busy_from", "busy_to",
    "busy_share", "seg_bounds", "seg_products", "seg_units", "part", "part_low", "part_high", "press",
)  # fmt: skip


async def replace(db: Any, kind: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Let niches of a kind be these; others of it stay as they are."""
    at = COLUMNS.index("niche_id")
    await db.execute(
        "DELETE FROM niches WHERE kind = $1 AND niche_id = ANY($2::bigint[])", kind, [row[at] for row in rows]
    )
    await db.copy_records_to_table("niches", records=rows, columns=COLUMNS)


async def drop_older(db: Any, done_at: datetime) -> None:
    """Forget niches that were not made since: there is nothing on sale in them any more."""
    await db.execute("DELETE FROM niches WHERE done_at < $1", done_at)


async def note_done(db: Any, day: date, done_at: datetime) -> None:
    """All niches are made, as of a day."""
    await set_installation(db, DONE, f"{day.isoformat()} {format_instant(done_at)}")


async def done(db: Any) -> tuple[date, datetime] | None:
    """The day they speak of and when they were made; `None` before the first time."""
    told = await get_installation(db, DONE)
    if told is None:
        return None
    day, _, at = told.partition(" ")
    return date.fromisoformat(day), parse_instant(at)


async def closed(db: Any) -> tuple[date | None, datetime | None]:
    """The day through which sales are closed, and when they changed last."""
    through, changed = await get_installation(db, THROUGH), await get_installation(db, CHANGED)
    return (
        None if through is None else date.fromisoformat(through),
        None if changed is None else parse_instant(changed),
    )
