"""Tables to take home over HTTP: what there are, and each as a file of every row that its filters leave."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import get_args

from litestar import get
from litestar.response import Stream

from ventra.accounts.routes.handed import Asked, Asking, Given
from ventra.catalog.routes.catalogue import Reading
from ventra.core.rights import Access
from ventra.exports import take
from ventra.exports.answers import ExportTables
from ventra.exports.described import described
from ventra.exports.registry import TABLES, NoSuchTable, table_of
from ventra.exports.routes.asked_filters import (
    FILTERED,
    AskedFilters,
    Columns,
    FileName,
    Sort,
    language_asked,
)
from ventra.exports.routes.stream import Turns, sent
from ventra.exports.sending import MEDIA_TYPES, Ending

TAGS = ["exports"]
ENDINGS: dict[str, Ending] = {one: one for one in get_args(Ending)}


@get(
    "/exports",
    operation_id="list_exports",
    tags=TAGS,
    summary="Tables to take home",
    access=Access.VIEWER,
)
async def list_exports(request: Asking) -> ExportTables:
    """Each with its filters, orders and columns, titled in the language of Accept-Language."""
    language = language_asked(request)
    return ExportTables([described(table, language) for table in TABLES.values()])


@get(
    "/exports/{file:str}",
    operation_id="take_export",
    tags=TAGS,
    summary="A table as CSV, XLSX or Parquet",
    media_type=MEDIA_TYPES["csv"],
    gives_files=tuple(MEDIA_TYPES.values()),
    access=Access.VIEWER,
    dependencies=FILTERED,
)
async def take_export(
    request: Asking,
    shelf: Reading,
    means: Given,
    who: Asked,
    turns: Turns,
    file: FileName,
    filters: AskedFilters,
    sort: Sort = None,
    columns: Columns = None,
) -> Stream:
    """Every row that matches, and no page of them: `file` is the table's name and an ending, `products.csv`.

    It comes while it is read; what breaks off is no whole file. Headings are in the language of Accept-Language.
    """
    name, _, ending = file.rpartition(".")
    if ending not in ENDINGS:
        raise NoSuchTable(file, "file")
    asked = take.Asked(table_of(name, field="file"), filters, sort, columns, language_asked(request))
    now = datetime.now(UTC)
    taken = await take.take(shelf, who.org, asked, ENDINGS[ending], web_url=means.web_url, now=now)
    return await sent(taken, turns)


ROUTES = (list_exports, take_export)
