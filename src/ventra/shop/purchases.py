"""Purchases of own goods: entered, changed, deleted and put back, or taken in from a file. Costs are worked out when asked
for.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from msgspec import UNSET

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.catalog import cursor as cursors
from ventra.core.day import day_of, from_day_number, to_day_number
from ventra.core.one_line import one_line
from ventra.core.own_purchase_columns import (
    COLUMNS,
    LONGEST_NOTE,
    NEEDED,
    BadPurchaseRow,
    PurchaseColumn,
    PurchaseRow,
    guess,
    named,
    read_rows,
)
from ventra.core.read_table import read_table
from ventra.errors import BadInput, Conflict, NotFound
from ventra.infra.db import transaction
from ventra.shop.purchase_answers import (
    BadPurchase,
    Purchase,
    PurchaseChange,
    PurchaseFile,
    Purchases,
    PurchaseWish,
)
from ventra.shop.store import goods
from ventra.shop.store import purchases as kept

FIRST_DAY: Final = date(2000, 1, 1)
SORT = "day"
SHOWN_CELLS, SHOWN_BAD = 12, 200


async def page(db: Any, org_id: int, sku_id: int | None, *, limit: int, cursor: str | None) -> Purchases:
    """A page of them, the newest day first; `BadInput` for a cursor of something else."""
    after = None
    if cursor is not None:
        day, number = cursors.read(cursor, sort=SORT, kind=int)
        if not isinstance(day, int) or not 0 <= day < 100_000:
            raise BadInput("this is not a cursor that a list gave", field="cursor")
        after = from_day_number(day), number
    rows = await kept.page(db, org_id, sku_id, after=after, limit=limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return Purchases(
        total=await kept.count(db, org_id, sku_id),
        next_cursor=None if last is None else cursors.write(SORT, to_day_number(last.day), last.purchase_id),
        items=rows[:limit],
    )


async def enter(pool: Any, who: Who, wish: PurchaseWish, *, now: datetime, asker: Asker) -> Purchase:
    """A new one. `BadInput` for a day that cannot be or goods that are not one's own, `Conflict` when there are too many."""
    _must_be_past(wish.day, now)
    row = PurchaseRow(0, wish.sku_id, wish.day, wish.pieces, wish.cost_uzs, _noted(wish.note))
    async with transaction(pool, org_id=who.org) as db:
        if not await kept.known_sku(db, who.org, wish.sku_id):
            raise BadInput("is no variant of your shops", field="sku_id")
        await _must_have_room(db, who.org, 1)
        (number,) = await kept.add(db, who.org, who.user_id, [row])
        await note(db, who, asker, "own_purchase_made", str(number))
        return await kept.read(db, who.org, number)


async def change(
    pool: Any, who: Who, purchase_id: int, wish: PurchaseChange, *, now: datetime, asker: Asker
) -> Purchase:
    """Have one otherwise; `NotFound` where there is none."""
    if wish.day is not UNSET:
        _must_be_past(wish.day, now)
    async with transaction(pool, org_id=who.org) as db:
        done = await kept.change(
            db,
            who.org,
            purchase_id,
            day=None if wish.day is UNSET else wish.day,
            pieces=None if wish.pieces is UNSET else wish.pieces,
            cost_uzs=None if wish.cost_uzs is UNSET else wish.cost_uzs,
            note=None if wish.note is UNSET else _noted(wish.note),
        )
        if not done:
            raise NotFound("there is no purchase of this number")
        await note(db, who, asker, "own_purchase_changed", str(purchase_id))
        return await kept.read(db, who.org, purchase_id)


async def delete(pool: Any, who: Who, purchase_id: int, *, asker: Asker) -> None:
    """It counts nothing any more; `NotFound` where there is none."""
    async with transaction(pool, org_id=who.org) as db:
        if not await kept.delete(db, who.org, purchase_id):
            raise NotFound("there is no purchase of this number")
        await note(db, who, asker, "own_purchase_deleted", str(purchase_id))


async def restore(pool: Any, who: Who, purchase_id: int, *, asker: Asker) -> Purchase:
    """Undo a deletion of the last 30 days; `NotFound` where there was none."""
    async with transaction(pool, org_id=who.org) as db:
        if not await kept.restore(db, who.org, purchase_id):
            raise NotFound("there is no purchase of this number that was deleted lately")
        await note(db, who, asker, "own_purchase_restored", str(purchase_id))
        return await kept.read(db, who.org, purchase_id)


async def take_in(
    pool: Any,
    who: Who,
    name: str,
    body: bytes,
    columns: Mapping[PurchaseColumn, int] | None,
    *,
    keep: bool,
    now: datetime,
    asker: Asker,
) -> PurchaseFile:
    """A file as it is read with these columns (none: as they are guessed); with `keep` its lines become purchases in one go.

    `BadInput` for a file or columns that cannot be read, `Conflict` for a file that was taken in before, or too many.
    """
    cells = await asyncio.to_thread(read_table, name, body)
    head_lines, guessed = guess(cells)
    taken = dict(guessed if columns is None else columns)
    needed = [column for column in NEEDED if column not in taken]
    _must_fit(taken, cells)
    async with transaction(pool, org_id=who.org) as db:
        rows: list[PurchaseRow] = []
        bad: list[BadPurchaseRow] = []
        if not needed:
            own = await goods.listed(db, who.org)
            names = named(
                [(one["sku_id"], (one["barcode"], one["code"], one["title"], one["short"])) for one in own]
            )
            rows, bad = await asyncio.to_thread(
                read_rows, cells, taken, head_lines=head_lines, skus=names, last_day=day_of(now)
            )
        if keep:
            await _keep(db, who, name, body, rows, needed, asker)
    return _told(cells, head_lines, taken, needed, rows, bad, kept=keep)


async def _keep(
    db: Any,
    who: Who,
    name: str,
    body: bytes,
    rows: list[PurchaseRow],
    needed: list[PurchaseColumn],
    asker: Asker,
) -> None:
    if needed:
        raise BadInput(f"which column is the {needed[0]}?", field="columns")
    if not rows:
        raise BadInput("no line of the file can be read with these columns", field="columns")
    digest = hashlib.sha256(body).hexdigest()
    await _must_have_room(db, who.org, len(rows))
    if await kept.has_batch(db, who.org, digest):
        raise Conflict("this file was taken in already")
    await kept.add(db, who.org, who.user_id, rows, digest)
    await note(
        db, who, asker, "own_purchases_taken_in", one_line(name, field="name", longest=120), rows=len(rows)
    )


async def _must_have_room(db: Any, org_id: int, more: int) -> None:
    await organisations.hold(db, org_id)
    if await kept.count(db, org_id) + more > kept.MOST:
        raise Conflict(f"there would be more than {kept.MOST} purchases")


def _told(
    cells: list[list[str]],
    head_lines: int,
    columns: Mapping[PurchaseColumn, int],
    needed: list[PurchaseColumn],
    rows: list[PurchaseRow],
    bad: list[BadPurchaseRow],
    *,
    kept: bool,
) -> PurchaseFile:
    return PurchaseFile(
        kept=kept,
        cells=cells[:SHOWN_CELLS],
        head_lines=head_lines,
        columns={str(column): at for column, at in columns.items()},
        needed=[str(column) for column in needed],
        readable=len(rows),
        bad_lines=len(bad),
        bad=[
            BadPurchase(line=one.line, column=one.column, why=one.why, said=one.said)
            for one in bad[:SHOWN_BAD]
        ],
    )


def columns_in(text: str) -> dict[PurchaseColumn, int]:
    """Columns as an address writes them, `sku:0,day:2`. `BadInput` for what is none."""
    found: dict[PurchaseColumn, int] = {}
    for part in text.split(","):
        column, _, at = part.partition(":")
        if column not in COLUMNS or not at.isascii() or not at.isdigit() or len(at) > 3 or column in found:
            raise BadInput(f"is written like sku:0,day:1; names are {', '.join(COLUMNS)}", field="columns")
        found[column] = int(at)
    return found


def _must_fit(columns: Mapping[PurchaseColumn, int], cells: list[list[str]]) -> None:
    width = max(map(len, cells))
    if len(set(columns.values())) < len(columns):
        raise BadInput("one column cannot be two things", field="columns")
    if any(at >= width for at in columns.values()):
        raise BadInput("there are not so many columns in the file", field="columns")


def _must_be_past(day: date, now: datetime) -> None:
    if not FIRST_DAY <= day <= day_of(now):
        raise BadInput(f"is not between {FIRST_DAY} and today", field="day")


def _noted(text: str) -> str:
    return one_line(text, field="note", longest=LONGEST_NOTE)
