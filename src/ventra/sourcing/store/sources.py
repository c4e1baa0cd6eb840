"""Who outside is asked: what settings they lack, and how the last asking went. It is read in `costs/store/outside.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any


async def tell_missing(db: Any, missing: Mapping[Any, Sequence[str]]) -> None:
    """What settings each lacks, as the worker that would ask them knows; written only where that has changed."""
    await db.execute(
        """
        INSERT INTO outside_sources AS s (source, missing)
        SELECT source, coalesce(string_to_array(nullif(missing, ''), ','), '{}')
          FROM unnest($1::text[], $2::text[]) AS t(source, missing)
        ON CONFLICT (source) DO UPDATE SET missing = excluded.missing WHERE s.missing <> excluded.missing
        """,
        list(missing),
        [",".join(names) for names in missing.values()],
    )


async def note_answer(db: Any, source: str, now: datetime) -> None:
    """They answered."""
    await db.execute(
        "INSERT INTO outside_sources (source, asked_at, ok_at) VALUES ($1, $2, $2) ON CONFLICT (source) DO UPDATE "
        "SET asked_at = $2, ok_at = $2, failures = 0, open_at = NULL, why = NULL",
        source,
        now,
    )


async def note_failure(db: Any, source: str, now: datetime, *, open_at: datetime, why: str) -> None:
    """They did not, and are left alone until `open_at`."""
    await db.execute(
        "INSERT INTO outside_sources AS s (source, asked_at, failures, open_at, why) VALUES ($1, $2, 1, $3, $4) "
        "ON CONFLICT (source) DO UPDATE SET asked_at = $2, failures = s.failures + 1, open_at = $3, why = $4",
        source,
        now,
        open_at,
        why,
    )
