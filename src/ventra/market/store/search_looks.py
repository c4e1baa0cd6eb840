"""Which text is looked up next, and what each look showed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

_TAKE = """
UPDATE search_texts t SET leased_until = $1::timestamptz + $2::interval
FROM (
    SELECT s.language, s.text FROM search_texts s
    WHERE s.due_at <= $1 AND (s.leased_until IS NULL OR s.leased_until <= $1)
    AND CASE s.language WHEN 'uz' THEN s.text IN (SELECT text_uz FROM watched_queries WHERE text_uz IS NOT NULL)
        ELSE s.text IN (SELECT text_ru FROM watched_queries WHERE text_ru IS NOT NULL) END
    ORDER BY s.due_at LIMIT 1 FOR UPDATE SKIP LOCKED
) due
WHERE t.language = due.language AND t.text = due.text RETURNING t.language, t.text, t.failures, t.ideas_at
"""


@dataclass(frozen=True, slots=True)
class DueText:
    """A text to look up, how often in a row that failed, and when suggestions for it were gathered last."""

    language: str
    text: str
    failures: int
    ideas_at: datetime | None


async def take(db: Any, *, now: datetime, lease: timedelta) -> DueText | None:
    """Lease the text that is longest due and that somebody watches; `None` where there is none."""
    row = await db.fetchrow(_TAKE, now, lease)
    return None if row is None else DueText(**row)


async def keep(
    db: Any, due: DueText, products: Sequence[int], total: int | None, *, now: datetime, due_at: datetime
) -> None:
    """Keep what a search showed, and say when it is due again."""
    await db.execute(
        "INSERT INTO search_looks (language, text, seen_at, products, total) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        due.language, due.text, now, list(products), total,
    )  # fmt: skip
    await put_back(db, due, "ok", due_at=due_at, failures=0)


async def keep_ideas(db: Any, due: DueText, ideas: Sequence[str], *, now: datetime) -> None:
    """Keep what is suggested after a text."""
    await db.execute(
        "UPDATE search_texts SET ideas = $3, ideas_at = $4 WHERE language = $1 AND text = $2",
        due.language, due.text, list(ideas), now,
    )  # fmt: skip


async def put_back(db: Any, due: DueText, outcome: str, *, due_at: datetime, failures: int) -> None:
    """Say how a look went and when the next one is due."""
    await db.execute(
        "UPDATE search_texts SET due_at = $3, failures = $4, last_outcome = $5, leased_until = NULL "
        "WHERE language = $1 AND text = $2",
        due.language, due.text, due_at, failures, outcome,
    )  # fmt: skip
