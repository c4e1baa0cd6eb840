"""Versions of rates that an organisation has of its own: added, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ventra.core.spans import Span

MOST_VERSIONS = 1000
"""Of an organisation."""


@dataclass(frozen=True, slots=True)
class Version:
    """A rate from a day on; without a span the common rate holds again."""

    key: str
    valid_from: date
    span: Span | None
    source: str
    checked_on: date


async def listed(db: Any, org_id: int) -> list[Version]:
    """All of an organisation's, in the order in which they were added."""
    rows = await db.fetch(
        "SELECT key, valid_from, low, likely, high, source, checked_on FROM own_rates WHERE org_id = $1 "
        "ORDER BY rate_id LIMIT $2",
        org_id,
        MOST_VERSIONS,
    )
    return [_version(row) for row in rows]


async def count(db: Any, org_id: int) -> int:
    """How many an organisation has."""
    found: int = await db.fetchval("SELECT count(*) FROM own_rates WHERE org_id = $1", org_id)
    return found


async def add(db: Any, org_id: int, made_by: int | None, version: Version) -> None:
    """A new version."""
    span = version.span
    await db.execute(
        "INSERT INTO own_rates (org_id, made_by, key, valid_from, low, likely, high, source, checked_on) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        org_id,
        made_by,
        version.key,
        version.valid_from,
        None if span is None else span.low,
        None if span is None else span.likely,
        None if span is None else span.high,
        version.source,
        version.checked_on,
    )


async def category_path(db: Any, category_id: int) -> list[int]:
    """The categories from the topmost to this one; empty when it is not known."""
    path: list[int] | None = await db.fetchval(
        "SELECT path FROM categories WHERE category_id = $1", category_id
    )
    return path or []


def _version(row: Mapping[str, Any]) -> Version:
    return Version(
        key=row["key"],
        valid_from=row["valid_from"],
        span=None if row["likely"] is None else Span(row["low"], row["likely"], row["high"]),
        source=row["source"],
        checked_on=row["checked_on"],
    )
