"""Rows of a page put where rows with their number are: what is as it was is left alone, what changed says when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

SEEN_AGAIN = timedelta(days=1)
"""A row that stays as it is, is written once so often, to say that it is still told of."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows have a number of the other side's; `columns` and their types are those that a page tells."""

    name: str
    key: str
    columns: Mapping[str, str]
    first_seen: bool = False
    changed: bool = True
    seen_again: timedelta = SEEN_AGAIN


async def put(db: Any, table: Table, org_id: int, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Put the rows; of two with one number the last holds."""
    by_key = {row[table.key]: row for row in rows}
    if by_key:
        values = [[row[name] for row in by_key.values()] for name in table.columns]
        await db.execute(_statement(table), org_id, now, now - table.seen_again, *values)


def _statement(table: Table) -> str:
    names = list(table.columns)
    stamps = [
        *(["first_seen_at"] if table.first_seen else []), *(["changed_at"] if table.changed else []), "seen_at",
    ]  # fmt: skip
    arrays = ", ".join(f"${place}::{kind}[]" for place, kind in enumerate(table.columns.values(), 4))
    told = [name for name in names if name != table.key]
    was = ", ".join(f"t.{name}" for name in told)
    comes = ", ".join(f"excluded.{name}" for name in told)
    differs = f"({was}) IS DISTINCT FROM ({comes})"
    sets = [f"{name} = excluded.{name}" for name in told] + ["seen_at = excluded.seen_at"]
    if table.changed:
        sets.append(f"changed_at = CASE WHEN {differs} THEN excluded.changed_at ELSE t.changed_at END")
    return (
        f"INSERT INTO {table.name} AS t (org_id, {', '.join(names + stamps)}) "
        f"SELECT $1, u.*, {', '.join(['$2::timestamptz'] * len(stamps))} FROM unnest({arrays}) AS u({', '.join(names)}) "
        f"ON CONFLICT (org_id, {table.key}) DO UPDATE SET {', '.join(sets)} WHERE {differs} OR t.seen_at < $3"
    )
