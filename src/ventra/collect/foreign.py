"""Another tool's table: looked at, and its products watched. Nothing of the file is kept, but which head means what."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ventra.accounts import keep_named
from ventra.accounts.keep_named import Kind
from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.store.named import Table
from ventra.accounts.who import Asker, Who
from ventra.catalog.store import marks
from ventra.catalog.tracking import track_within_plan
from ventra.catalog.watchlist import tags_of
from ventra.collect.foreign_answers import ForeignPreset, ForeignTable, ForeignWatched
from ventra.collect.foreign_read import Read, Sent, must_have_rows, read_sent
from ventra.core.foreign_table import Column
from ventra.core.one_line import same
from ventra.errors import BadInput
from ventra.infra.db import transaction

SHOWN_CELLS, SHOWN_BAD = 12, 200
PRESETS: Kind[ForeignPreset, Mapping[Column, str]] = Kind(
    Table("foreign_presets", number="preset_id", content="heads", answer=ForeignPreset, most=50),
    called="preset",
    deed="foreign_preset",
    checked=dict,
)


async def read(pool: Any, who: Who, sent: Sent) -> Read:
    """Read a file. `BadInput` for one that cannot be read, and for columns that it has not."""
    presets = await keep_named.listed(pool, who, PRESETS)
    return await asyncio.to_thread(read_sent, sent, presets)


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
            await marks.say(db, who.org, tracked, marks.Change(add_tags=tags))
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
