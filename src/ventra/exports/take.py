"""Takes a table home: what is asked for is found, and comes as a file, piece by piece."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

from ventra.catalog.shelf import Shelf
from ventra.core.day import day_of
from ventra.core.texts import Language
from ventra.exports import about, sending
from ventra.exports.filters import Filters
from ventra.exports.sending import MEDIA_TYPES, Ending
from ventra.exports.table import Table, Wish
from ventra.exports.told import told


@dataclass(frozen=True, slots=True)
class Asked:
    """What of a table, in which order, columns and language; `columns` are names with commas between them."""

    table: Table
    filters: Filters
    sort: str | None = None
    columns: str | None = None
    language: Language = "uz"


@dataclass(frozen=True, slots=True)
class Taken:
    """A file on its way: whose it is, its bytes as they come, what kind it is, and what it is called."""

    org_id: int

    pieces: AsyncIterator[bytes]
    media_type: str
    name: str


async def take(
    shelf: Shelf,
    org_id: int,
    asked: Asked,
    ending: Ending,
    *,
    web_url: str,
    now: datetime,
    shared: bool = False,
) -> Taken:
    """The file. `BadInput` and `NotFound` come before its first byte.

    `shared`: for whoever has an address; a spreadsheet that fetches it would take the mark of UTF-8 for text, so it has none.
    """
    table, language = asked.table, asked.language
    columns = table.chosen(asked.columns)
    sort = table.wished(asked.filters, asked.sort)
    wish = Wish(shelf.pool, org_id, asked.filters, sort, language, now, shelf.simulated, shared)
    found = await table.find(wish)
    filters = [] if ending == "csv" else await told(shelf.pool, org_id, asked.filters, language)

    def lines(rows: int) -> list[tuple[str, str]]:
        days, fits, unread = frozenset(found.days), frozenset(found.fits), frozenset(found.unread)
        facts = about.Facts(web_url, shelf.simulated, now, rows, days, sort, filters, fits, unread)
        return about.lines(table, facts, language)

    writer = sending.writer_of(ending, columns, language, table.called(language), mark=not shared)
    return Taken(
        org_id,
        sending.pieces(found, columns, language, writer, lines),
        MEDIA_TYPES[ending],
        sending.file_name(table, day_of(now).isoformat(), ending),
    )
