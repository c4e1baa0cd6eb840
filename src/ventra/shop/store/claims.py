"""How far claims for lost goods have come, as somebody said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MOST = 20_000


async def listed(db: Any, org_id: int) -> dict[str, Mapping[str, Any]]:
    """All of them by subject."""
    rows = await db.fetch(
        "SELECT subject, state, pieces, note, changed_at FROM own_claims WHERE org_id = $1 LIMIT $2",
        org_id,
        MOST,
    )
    return {row["subject"]: row for row in rows}


async def say(
    db: Any, org_id: int, user_id: int | None, subject: str, *, state: str, pieces: int, note: str
) -> None:
    """Have it so from now on."""
    await db.execute(
        "INSERT INTO own_claims (org_id, subject, state, pieces, note, changed_by) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (org_id, subject) DO UPDATE SET state = excluded.state, pieces = excluded.pieces, note = excluded.note, "
        "changed_by = excluded.changed_by, changed_at = now()",
        org_id,
        subject,
        state,
        pieces,
        note,
        user_id,
    )


async def forget(db: Any, org_id: int, subject: str) -> None:
    """Nothing was said of it."""
    await db.execute("DELETE FROM own_claims WHERE org_id = $1 AND subject = $2", org_id, subject)
