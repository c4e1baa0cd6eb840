"""Price lists of an organisation: a draft holds its cells until they are offers, and then only what could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from ventra.core.price_columns import BadRow, Column
from ventra.errors import NotFound
from ventra.sourcing.answers import PriceList

MOST_LISTS = 100
MOST_BAD = 200
_COLUMNS = "list_id, name, state, currency, rows, bad_rows, made_at"


@dataclass(frozen=True, slots=True)
class Kept:
    """A price list with what only its own page shows."""

    price_list: PriceList
    cells: list[list[str]]
    head_lines: int
    columns: dict[Column, int]
    bad: list[BadRow]


async def add(
    db: Any,
    org_id: int,
    user_id: int | None,
    *,
    name: str,
    cells: Sequence[Sequence[str]],
    head_lines: int,
    columns: Mapping[Column, int],
) -> int:
    """A draft."""
    made: int = await db.fetchval(
        "INSERT INTO price_lists (org_id, made_by, name, cells, head_lines, columns) "
        "VALUES ($1, $2, $3, $4, $5, $6) RETURNING list_id",
        org_id,
        user_id,
        name,
        list(cells),
        head_lines,
        dict(columns),
    )
    return made


async def count(db: Any, org_id: int) -> int:
    """How many an organisation has."""
    return int(await db.fetchval("SELECT count(*) FROM price_lists WHERE org_id = $1", org_id))


async def listed(db: Any, org_id: int) -> list[PriceList]:
    """All of them, the newest first."""
    rows = await db.fetch(
        f"SELECT {_COLUMNS} FROM price_lists WHERE org_id = $1 ORDER BY made_at DESC, list_id DESC LIMIT {MOST_LISTS}",
        org_id,
    )
    return [PriceList(**dict(row)) for row in rows]


async def read(db: Any, org_id: int, list_id: int, *, hold: bool = False) -> Kept:
    """One of them; `NotFound` when there is none."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS}, cells, head_lines, columns, bad FROM price_lists WHERE org_id = $1 AND list_id = $2"
        f"{' FOR UPDATE' if hold else ''}",
        org_id,
        list_id,
    )
    if row is None:
        raise NotFound("there is no price list of this number")
    return Kept(
        PriceList(**{name: row[name] for name in PriceList.__struct_fields__}),
        row["cells"] or [],
        row["head_lines"],
        row["columns"],
        msgspec.convert(row["bad"], list[BadRow]),
    )


async def set_columns(
    db: Any,
    org_id: int,
    list_id: int,
    *,
    columns: Mapping[Column, int],
    head_lines: int,
    currency: str | None,
) -> None:
    """What the columns are taken to be."""
    await db.execute(
        "UPDATE price_lists SET columns = $3, head_lines = $4, currency = $5 WHERE org_id = $1 AND list_id = $2",
        org_id,
        list_id,
        dict(columns),
        head_lines,
        currency,
    )


async def settle(db: Any, org_id: int, list_id: int, *, rows: int, bad: Sequence[BadRow]) -> None:
    """Its rows are offers now: the cells are dropped, and a worker looks for products they may be."""
    await db.execute(
        "UPDATE price_lists SET state = 'matching', cells = NULL, rows = $3, bad = $4, bad_rows = $5 "
        "WHERE org_id = $1 AND list_id = $2",
        org_id,
        list_id,
        rows,
        msgspec.to_builtins(bad[:MOST_BAD]),
        len(bad),
    )


async def remove(db: Any, org_id: int, list_id: int) -> bool:
    """Delete a list with its offers; False when there is none."""
    done = await db.fetchval(
        "DELETE FROM price_lists WHERE org_id = $1 AND list_id = $2 RETURNING true", org_id, list_id
    )
    return bool(done)


async def take(db: Any, now: datetime, *, lease_seconds: float) -> tuple[int, int] | None:
    """The organisation and number of a list whose rows are to be matched, also one whose worker died."""
    row = await db.fetchrow(
        "UPDATE price_lists SET leased_until = $1 + $2::interval WHERE (org_id, list_id) = ("
        "SELECT org_id, list_id FROM price_lists WHERE state = 'matching' AND coalesce(leased_until, $1) <= $1 "
        "ORDER BY list_id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING org_id, list_id",
        now,
        timedelta(seconds=lease_seconds),
    )
    return None if row is None else (row["org_id"], row["list_id"])


async def matched(db: Any, org_id: int, list_id: int) -> None:
    """Its rows were held against the organisation's products."""
    await db.execute(
        "UPDATE price_lists SET state = 'ready', leased_until = NULL WHERE org_id = $1 AND list_id = $2",
        org_id,
        list_id,
    )
