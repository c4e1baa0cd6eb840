"""Results of back-tests: added, read by everybody where they belong to nobody, and only the newest kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

import msgspec

from ventra.accuracy.answers import AccuracyPoint, AccuracyResult, ByCell, Recipe, Source
from ventra.core.scores import Scores
from ventra.errors import NotFound

MOST_KEPT = 50
"""Results of each source and rule; a hundred kilobytes each."""
MEASURING = 7239405
"""The advisory lock under which a result that must be there once is added by one at a time."""
NOBODYS = "shop_id IS NULL"
"""A result of a shop's is its own; until somebody can say that he is that shop, nobody reads it."""
_SOURCES = list(get_args(Source))


@dataclass(frozen=True, slots=True)
class Measured:
    """A result to keep. `body` is the report's own JSON, `summary` its cells over all rows."""

    source: Source
    rule: int
    profile: int | None
    recipe: Recipe
    summary: Mapping[str, Scores]
    body: bytes


async def add(db: Any, one: Measured, *, made_at: datetime) -> int:
    """Keep a result that belongs to nobody, let those go that are too many, and return its number."""
    number: int = await db.fetchval(
        "INSERT INTO accuracy_results (made_at, source, rule, profile, recipe, summary, body) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
        made_at,
        one.source,
        one.rule,
        one.profile,
        one.recipe,
        one.summary,
        msgspec.Raw(one.body),
    )
    await db.execute(_LET_GO, one.source, one.rule, MOST_KEPT)
    return number


_LET_GO = f"""
DELETE FROM accuracy_results WHERE id = ANY (ARRAY(
    SELECT id FROM accuracy_results WHERE source = $1 AND rule = $2 AND {NOBODYS}
     ORDER BY made_at DESC, id DESC OFFSET $3))
"""


async def wait_to_add(db: Any) -> None:
    """Until the transaction ends nobody else who waits here adds a result."""
    await db.execute("SELECT pg_advisory_xact_lock($1)", MEASURING)


async def is_there(db: Any, *, source: Source, rule: int, recipe: Recipe) -> bool:
    """Whether this recipe was measured by this rule."""
    found: bool = await db.fetchval(
        f"SELECT EXISTS (SELECT FROM accuracy_results WHERE source = $1 AND rule = $2 AND recipe = $3 AND {NOBODYS})",
        source,
        rule,
        recipe,
    )
    return found


async def newest(db: Any) -> list[AccuracyResult]:
    """The newest result of each source that everybody may read."""
    rows = await db.fetch(
        _NEWEST.format(columns="id, made_at, source, rule, profile, recipe, body"), _SOURCES, 1
    )
    return [
        AccuracyResult(
            row["id"],
            row["made_at"],
            row["source"],
            row["rule"],
            row["profile"],
            msgspec.convert(row["recipe"], Recipe),
            msgspec.convert(row["body"], dict[str, ByCell]),
        )
        for row in rows
    ]


async def history(db: Any) -> list[AccuracyPoint]:
    """What each source's newest results come to, the newest first."""
    rows = await db.fetch(_NEWEST.format(columns="id, made_at, source, rule, summary"), _SOURCES, MOST_KEPT)
    points = [
        AccuracyPoint(
            row["id"], row["made_at"], row["source"], row["rule"], msgspec.convert(row["summary"], ByCell)
        )
        for row in rows
    ]
    return sorted(points, key=lambda point: (point.made_at, point.id), reverse=True)


_NEWEST = f"""
SELECT one.* FROM unnest($1::text[]) WITH ORDINALITY AS asked (source, place)
 CROSS JOIN LATERAL (SELECT {{columns}} FROM accuracy_results r WHERE r.source = asked.source AND {NOBODYS}
                      ORDER BY made_at DESC, id DESC LIMIT $2) one
 ORDER BY asked.place
"""


async def report(db: Any, result_id: int) -> bytes:
    """A result's report as it was printed; `NotFound` for what is not there or belongs to somebody."""
    body = await db.fetchval(
        f"SELECT body::text FROM accuracy_results WHERE id = $1 AND {NOBODYS}", result_id
    )
    if body is None:
        raise NotFound(f"accuracy result {result_id}")
    return str(body).encode()
