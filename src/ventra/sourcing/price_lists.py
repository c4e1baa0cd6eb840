"""Price lists of one's own: sent as a file, their columns guessed and confirmed, and only then offers, all of them or none."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.core.day import day_of
from ventra.core.one_line import one_line
from ventra.core.price_columns import NEEDED, BadRow, Column, PriceRow, currency_of, guess, read_rows
from ventra.core.read_table import MOST_COLUMNS, read_table
from ventra.errors import BadInput, Conflict
from ventra.infra.db import transaction
from ventra.sourcing.answers import ColumnsWish, PriceListDetail
from ventra.sourcing.store import lists, offers
from ventra.sourcing.store.lists import Kept

LONGEST_NAME = 120
SHOWN_CELLS: Final = 12
"""Lines of a draft that its page shows."""


async def take_in(pool: Any, who: Who, name: str, body: bytes, *, asker: Asker) -> PriceListDetail:
    """A draft of a file. `BadInput` for one that cannot be read, `Conflict` when there are too many lists."""
    called = one_line(name, field="name", longest=LONGEST_NAME, least=1)
    cells = await asyncio.to_thread(read_table, called, body)
    head_lines, columns = guess(cells)
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        if await lists.count(db, who.org) >= lists.MOST_LISTS:
            raise Conflict(f"there are {lists.MOST_LISTS} price lists already: delete one first")
        list_id = await lists.add(
            db, who.org, who.user_id, name=called, cells=cells, head_lines=head_lines, columns=columns
        )
        currency = _currency_of_head(cells, head_lines, columns)
        await lists.set_columns(
            db, who.org, list_id, columns=columns, head_lines=head_lines, currency=currency
        )
        await note(db, who, asker, "price_list_sent", str(list_id), name=called)
        kept = await lists.read(db, who.org, list_id)
    return await _of_draft(kept)


async def set_columns(
    pool: Any, who: Who, list_id: int, wish: ColumnsWish, now: datetime, *, asker: Asker
) -> PriceListDetail:
    """What a draft's columns are; with `keep`, its rows become offers in one go.

    `BadInput` for columns that are missing, named twice or not there, `Conflict` for a list that is in use, `NotFound`.
    """
    async with transaction(pool, org_id=who.org) as db:
        kept = await lists.read(db, who.org, list_id, hold=True)
        if kept.price_list.state != "draft":
            raise Conflict("this price list is in use already: send the file again to read it otherwise")
        _must_fit(wish, kept)
        await lists.set_columns(
            db, who.org, list_id, columns=wish.columns, head_lines=wish.head_lines, currency=wish.currency
        )
        if not wish.keep:
            return await _of_draft(await lists.read(db, who.org, list_id))
        rows, bad = await _rows(kept.cells, wish.columns, wish.head_lines, wish.currency)
        if not rows:
            raise BadInput("no line of the file can be read with these columns", field="columns")
        await offers.keep_rows(db, who.org, list_id, kept.price_list.name, rows, now)
        await lists.settle(db, who.org, list_id, rows=len(rows), bad=bad)
        await note(db, who, asker, "price_list_kept", str(list_id), name=kept.price_list.name, rows=len(rows))
        return await _detail(db, who.org, list_id, now)


async def read(db: Any, org_id: int, list_id: int, now: datetime) -> PriceListDetail:
    """A price list; a draft as its columns are taken to be."""
    kept = await lists.read(db, org_id, list_id)
    return (
        await _of_draft(kept) if kept.price_list.state == "draft" else await _detail(db, org_id, list_id, now)
    )


async def _detail(db: Any, org_id: int, list_id: int, now: datetime) -> PriceListDetail:
    kept = await lists.read(db, org_id, list_id)
    shown = await offers.of_list(db, org_id, list_id, day_of(now))
    return PriceListDetail(
        price_list=kept.price_list,
        cells=[],
        head_lines=kept.head_lines,
        columns=kept.columns,
        currency=kept.price_list.currency,
        readable=kept.price_list.rows or 0,
        bad=kept.bad,
        offers=shown,
    )


async def _of_draft(kept: Kept) -> PriceListDetail:
    rows, bad = await _rows(kept.cells, kept.columns, kept.head_lines, kept.price_list.currency)
    return PriceListDetail(
        price_list=kept.price_list,
        cells=kept.cells[:SHOWN_CELLS],
        head_lines=kept.head_lines,
        columns=kept.columns,
        currency=kept.price_list.currency,
        readable=len(rows),
        bad=bad[: lists.MOST_BAD],
        offers=[],
    )


async def _rows(
    cells: list[list[str]], columns: Mapping[Column, int], head_lines: int, currency: str | None
) -> tuple[list[PriceRow], list[BadRow]]:
    if not set(NEEDED) <= columns.keys():
        return [], []
    return await asyncio.to_thread(read_rows, cells, columns, head_lines=head_lines, currency=currency)


def _must_fit(wish: ColumnsWish, kept: Kept) -> None:
    width = max((len(row) for row in kept.cells), default=0)
    if missing := [name for name in NEEDED if name not in wish.columns]:
        raise BadInput(f"which column is the {missing[0]}?", field="columns")
    if len(set(wish.columns.values())) < len(wish.columns):
        raise BadInput("one column cannot be two things", field="columns")
    if any(at >= min(width, MOST_COLUMNS) for at in wish.columns.values()):
        raise BadInput("there are not so many columns in the file", field="columns")


def _currency_of_head(cells: list[list[str]], head_lines: int, columns: Mapping[Column, int]) -> str | None:
    """The currency that the head of the price column names."""
    at = columns.get("price")
    if not head_lines or at is None or at >= len(cells[0]):
        return None
    return currency_of(cells[0][at])
