"""Rows that say how each part is, how it has been, and what has just changed."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from ventra.core.day import format_instant
from ventra.infra import store
from ventra.infra.db import Connection
from ventra.status.answers import Changes, ImportEvent, SalesEvent, VisitsEvent

SALES_CHANGED, SALES_THROUGH = "sales_changed_at", "sales_closed_through"
SHOWN_IMPORTS = 20

_CHANGES = f"""
SELECT (SELECT max(last_ok_at) FROM sources) AS last_ok_at,
       (SELECT value FROM installation WHERE key = '{SALES_CHANGED}') AS changed_at,
       (SELECT value FROM installation WHERE key = '{SALES_THROUGH}') AS closed_through,
       (SELECT jsonb_agg(jsonb_build_object('import_id', id, 'state', state, 'read', read))
          FROM (SELECT id, state, read FROM imports ORDER BY id DESC LIMIT {SHOWN_IMPORTS}) newest) AS imports
"""


async def changes(db: Connection) -> Changes:
    """What open pages are told of: one statement over small tables and the newest imports."""
    row = await db.fetchrow(_CHANGES)
    return Changes(
        VisitsEvent(row["last_ok_at"]),
        msgspec.convert(
            {"changed_at": row["changed_at"], "closed_through": row["closed_through"]}, SalesEvent
        ),
        tuple(msgspec.convert(row["imports"] or [], list[ImportEvent])),
    )


async def note_closed(db: Connection, *, through: date, changed_at: datetime | None) -> None:
    """Every day up to `through` is closed; with `changed_at` figures changed then."""
    await store.set_installation(db, SALES_THROUGH, through.isoformat())
    if changed_at is not None:
        await store.set_installation(db, SALES_CHANGED, format_instant(changed_at))
