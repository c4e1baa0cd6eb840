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


@dataclass(frozen=True, slots=True)
class Lines:
    """A table of what stands on papers: `paper` is the column of the paper's number, `key` the line's own on it."""

    name: str
    paper: str
    key: str
    columns: Mapping[str, str]


async def put(db: Any, table: Table, org_id: int, rows: Sequence[Mapping[str, Any]], now: datetime) -> None:
    """Put the rows; of two with one number the last holds."""
    by_key = {row[table.key]: row for row in rows}
    if by_key:
        values = [[row[name] for row in by_key.values()] for name in table.columns]
        await db.execute(_statement(table), org_id, now, now - table.seen_again, *values)


async def put_lines(
    db: Any, lines: Lines, org_id: int, papers: Sequence[int], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Put the rows, which are all that stand on these papers: others of theirs go. Of two with one number the last holds."""
    by_key = {(row[lines.paper], row[lines.key]): row for row in rows}
    values = [[row[name] for row in by_key.values()] for name in lines.columns]
    await db.execute(_lines_statement(lines), org_id, papers, *values)


def _statement(table: Table) -> str:
    names = list(table.columns)
    stamps = [
        *(["first_seen_at"] if table.first_seen else []), *(["changed_at"] if table.changed else []), "seen_at",
    ]  # fmt: skip
    sets, differs = _changes([name for name in names if name != table.key])
    sets.append("seen_at = excluded.seen_at")
    if table.changed:
        sets.append(f"changed_at = CASE WHEN {differs} THEN excluded.changed_at ELSE t.changed_at END")
    return (
        f"INSERT INTO {table.name} AS t (org_id, {', '.join(names + stamps)}) "
        f"SELECT $1, u.*, {', '.join(['$2::timestamptz'] * len(stamps))} FROM {_told(table.columns, first=4)} "
        f"ON CONFLICT (org_id, {table.key}) DO UPDATE SET {', '.join(sets)} WHERE {differs} OR t.seen_at < $3"
    )


def _lines_statement(lines: Lines) -> str:
    key = (lines.paper, lines.key)
    sets, differs = _changes([name for name in lines.columns if name not in key])
    same = " AND ".join(f"u.{name} = i.{name}" for name in key)
    return (
        f"WITH told AS (SELECT * FROM {_told(lines.columns, first=3)}), gone AS ("
        f"DELETE FROM {lines.name} i WHERE i.org_id = $1 AND i.{lines.paper} = ANY ($2::bigint[]) "
        f"AND NOT EXISTS (SELECT FROM told u WHERE {same})) "
        f"INSERT INTO {lines.name} AS t (org_id, {', '.join(lines.columns)}) SELECT $1, * FROM told "
        f"ON CONFLICT (org_id, {', '.join(key)}) DO UPDATE SET {', '.join(sets)} WHERE {differs}"
    )


def _told(columns: Mapping[str, str], *, first: int) -> str:
    arrays = ", ".join(f"${place}::{kind}[]" for place, kind in enumerate(columns.values(), first))
    return f"unnest({arrays}) AS u({', '.join(columns)})"


def _changes(names: Sequence[str]) -> tuple[list[str], str]:
    """What is set of a row that is there, and whether it says anything new."""
    was, comes = (", ".join(f"{whose}.{name}" for name in names) for whose in ("t", "excluded"))
    return [f"{name} = excluded.{name}" for name in names], f"({was}) IS DISTINCT FROM ({comes})"
