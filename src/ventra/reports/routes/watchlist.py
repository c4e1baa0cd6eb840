"""The watchlist as a file over HTTP: all that a view of it shows, in its order and columns."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import get
from litestar.params import QueryParameter
from litestar.response import Stream

from ventra.accounts.routes.cookies import NO_STORE
from ventra.accounts.routes.handed import Asked, Asking, Given
from ventra.catalog.routes.catalogue import Reading, one_of
from ventra.catalog.routes.watchlist import NARROWED, AskedFor, Sort
from ventra.catalog.store.watchlist import SORTS
from ventra.core.day import day_of
from ventra.core.rights import Access
from ventra.core.texts import Language, language_of
from ventra.reports import table_about, table_book, table_csv, table_rows
from ventra.reports.table_about import About
from ventra.reports.table_columns import COLUMNS, fields_of

TAGS = ["watchlist"]
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Columns = Annotated[
    str | None,
    QueryParameter(max_length=400, description=f"with commas between them, in order: {', '.join(COLUMNS)}"),
]


@get(
    "/watchlist/export.csv",
    operation_id="export_watchlist_csv",
    tags=TAGS,
    summary="The watchlist as CSV",
    media_type=CSV,
    gives_files=(CSV,),
    access=Access.VIEWER,
    dependencies=NARROWED,
)
async def export_watchlist_csv(
    request: Asking,
    shelf: Reading,
    who: Asked,
    wanted: AskedFor,
    sort: Sort = "-units_7",
    columns: Columns = None,
) -> Stream:
    """All that match, not a page of them; headings in the language of Accept-Language, each estimate with low, high and basis."""
    one_of(sort, SORTS)
    fields, language, now = fields_of(columns), _language(request), datetime.now(UTC)
    ids = await table_rows.found(shelf, who, wanted, sort=sort)
    rows = table_rows.batches(shelf, who, ids, now=now)
    return Stream(
        table_csv.written(rows, fields, language),
        media_type=f"{CSV}; charset=utf-8",
        headers=_headers("csv", now),
    )


@get(
    "/watchlist/export.xlsx",
    operation_id="export_watchlist_xlsx",
    tags=TAGS,
    summary="The watchlist as a workbook",
    media_type=XLSX,
    gives_files=(XLSX,),
    access=Access.VIEWER,
    dependencies=NARROWED,
)
async def export_watchlist_xlsx(
    request: Asking,
    shelf: Reading,
    means: Given,
    who: Asked,
    wanted: AskedFor,
    sort: Sort = "-units_7",
    columns: Columns = None,
) -> Stream:
    """As CSV, with typed cells and a second sheet: from where, as of which day, by which filters, how the numbers are read."""
    one_of(sort, SORTS)
    fields, language, now = fields_of(columns), _language(request), datetime.now(UTC)
    ids = await table_rows.found(shelf, who, wanted, sort=sort)
    filters = await table_rows.told(shelf, who, wanted, language)
    file, size = await table_book.made(
        table_rows.batches(shelf, who, ids, now=now),
        fields,
        language,
        lambda book: table_about.lines(
            About(
                web_url=means.web_url,
                simulated=shelf.simulated,
                made_at=now,
                rows=book.rows,
                closed_days=frozenset(book.closed_days),
                sort=sort,
                filters=filters,
            ),
            language,
        ),
    )
    return Stream(
        table_book.pieces(file),
        media_type=XLSX,
        headers=_headers("xlsx", now) | {"Content-Length": str(size)},
    )


def _language(request: Asking) -> Language:
    return language_of(request.headers.get("accept-language"))


def _headers(ending: str, now: datetime) -> dict[str, str]:
    name = f"ventra-watchlist-{day_of(now)}.{ending}"
    return NO_STORE | {"Content-Disposition": f'attachment; filename="{name}"'}


ROUTES = (export_watchlist_csv, export_watchlist_xlsx)
