"""Another tool's table: read as its columns are said or taken to be, and its products watched. Nothing of the file is kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ventra.accounts import keep_named
from ventra.accounts.keep_named import Kind
from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.store.named import Table
from ventra.accounts.who import Asker, Who
from ventra.catalog.store import marks
from ventra.catalog.store.marks import Change
from ventra.catalog.tracking import track_within_plan
from ventra.catalog.watchlist import tags_of
from ventra.collect.foreign_answers import ForeignPreset, ForeignTable, ForeignWatched
from ventra.collect.uzum.address import product_id_of
from ventra.core.foreign_table import COLUMNS, BadLine, Column, ForeignRow, guess, read_rows
from ventra.core.one_line import same
from ventra.core.read_table import MOST_COLUMNS, read_table
from ventra.core.text import fold
from ventra.errors import BadInput
from ventra.infra.db import transaction

SHOWN_CELLS, SHOWN_BAD = 12, 200
PRESETS: Kind[ForeignPreset, Mapping[Column, str]] = Kind(
    Table("foreign_presets", number="preset_id", content="heads", answer=ForeignPreset, most=50),
    called="preset",
    deed="foreign_preset",
    checked=dict,
)
_COLUMNS = re.compile(r"[a-z]+:\d{1,2}(,[a-z]+:\d{1,2})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sent:
    """A file and how to read it; `columns` (`product:0,title:2`) and `head_lines` are guessed where they are not said."""

    name: str
    body: bytes
    columns: str | None = None
    head_lines: int | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read."""

    cells: list[list[str]]
    head_lines: int
    columns: dict[Column, int]
    preset: str | None
    rows: list[ForeignRow]
    bad: list[BadLine]

    @property
    def products(self) -> list[int]:
        """Each product once, in the file's order."""
        return list(dict.fromkeys(row.product_id for row in self.rows))


async def read(pool: Any, who: Who, sent: Sent) -> Read:
    """Read a file. `BadInput` for one that cannot be read, and for columns that it has not."""
    presets = await keep_named.listed(pool, who, PRESETS)
    return await asyncio.to_thread(_read, sent, presets)


async def look(pool: Any, who: Who, sent: Sent) -> ForeignTable:
    """What a file says, and what of it cannot be read."""
    found = await read(pool, who, sent)
    days = [row.day for row in found.rows if row.day is not None]
    return ForeignTable(
        cells=found.cells[:SHOWN_CELLS],
        head_lines=found.head_lines,
        columns=found.columns,
        preset=found.preset,
        readable=len(found.rows),
        products=len(found.products),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        bad_lines=len(found.bad),
        bad=found.bad[:SHOWN_BAD],
    )


async def watch(
    pool: Any, who: Who, sent: Sent, now: datetime, *, tag: str | None, preset: str | None, asker: Asker
) -> ForeignWatched:
    """Track a file's products, as many as the plan allows, under a tag; with `preset`, its columns are kept under that name."""
    tags = {} if tag is None else tags_of([tag], field="tag")
    found = must_have_rows(await read(pool, who, sent))
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        tracked = list(await track_within_plan(db, who.org, found.products, now))
        if tracked and tags:
            await marks.say(db, who.org, tracked, Change(add_tags=tags))
            over = await marks.tagged_most(db, who.org, tracked)
            if over is not None:
                raise BadInput(f"product {over} would have more than {marks.MOST_TAGS} tags", field="tag")
        await note(db, who, asker, "foreign_table_watched", tracked=len(tracked), tags=list(tags.values()))
    if preset is not None:
        await keep_preset(pool, who, preset, found, asker=asker)
    beyond = sorted(set(found.products).difference(tracked))
    return ForeignWatched(len(found.products), len(tracked), beyond, len(found.bad))


async def keep_preset(pool: Any, who: Who, name: str, found: Read, *, asker: Asker) -> None:
    """Keep under a name which heads a file's columns have; of a file without heads there is nothing to keep."""
    if not found.head_lines:
        raise BadInput("a preset goes by the heads of columns, and this file has none", field="preset")
    head = found.cells[found.head_lines - 1]
    heads = {column: head[at] for column, at in found.columns.items() if at < len(head) and head[at].strip()}
    there = next(
        (one for one in await keep_named.listed(pool, who, PRESETS) if same(one.name) == same(name)), None
    )
    if there is None:
        await keep_named.make(pool, who, PRESETS, name, heads, asker=asker)
    elif there.heads != heads:
        await keep_named.change(pool, who, PRESETS, there.preset_id, None, heads, asker=asker)


def must_have_rows(found: Read) -> Read:
    """`BadInput` where no line could be read."""
    if "product" not in found.columns:
        raise BadInput("which column is the product?", field="columns")
    if not found.rows:
        raise BadInput("no line of the file can be read with these columns", field="columns")
    return found


def _read(sent: Sent, presets: Sequence[ForeignPreset]) -> Read:
    cells = read_table(sent.name, sent.body)
    head_lines, columns = guess(cells, _product)
    preset = None
    if sent.columns is None:
        kept = _by_preset(cells[0], presets) if head_lines else None
        if kept is not None:
            preset, columns = kept
    else:
        columns = _said(sent.columns, max(map(len, cells)))
    head_lines = head_lines if sent.head_lines is None else sent.head_lines
    rows: list[ForeignRow] = []
    bad: list[BadLine] = []
    if "product" in columns:
        rows, bad = read_rows(cells, columns, _product, head_lines=head_lines)
    return Read(cells, head_lines, columns, preset, rows, bad)


def _by_preset(head: Sequence[str], presets: Sequence[ForeignPreset]) -> tuple[str, dict[Column, int]] | None:
    """The preset all of whose heads stand there, of several the one that names most."""
    places = {fold(cell): at for at, cell in reversed(list(enumerate(head)))}
    fits = [one for one in presets if one.heads and all(fold(said) in places for said in one.heads.values())]
    best = max(fits, key=lambda one: len(one.heads), default=None)
    if best is None:
        return None
    return best.name, {column: places[fold(said)] for column, said in best.heads.items()}


def _said(text: str, width: int) -> dict[Column, int]:
    if not _COLUMNS.fullmatch(text):
        raise BadInput("columns are written product:0,title:2", field="columns")
    found: dict[Column, int] = {}
    for part in text.split(","):
        name, _, place = part.partition(":")
        if name not in COLUMNS:
            raise BadInput(f"{name} is none of {', '.join(COLUMNS)}", field="columns")
        if name in found or int(place) in found.values():
            raise BadInput("one column cannot be two things", field="columns")
        if int(place) >= min(width, MOST_COLUMNS):
            raise BadInput("there are not so many columns in the file", field="columns")
        found[name] = int(place)
    return found


def _product(said: str) -> int | None:
    try:
        return product_id_of(said)
    except BadInput:
        return None
