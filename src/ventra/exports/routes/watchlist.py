"""The watchlist as a file over HTTP: all that a view of it shows, in its order and columns."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import get
from litestar.params import QueryParameter
from litestar.response import Stream
from msgspec.structs import asdict

from ventra.accounts.routes.handed import Asked, Asking, Given
from ventra.catalog.routes.catalogue import Reading, one_of
from ventra.catalog.routes.watchlist import NARROWED, AskedFor, Sort
from ventra.catalog.shelf import Shelf
from ventra.catalog.store.watchlist import SORTS, Wanted
from ventra.core.rights import Access
from ventra.exports import take
from ventra.exports.filters import Filters
from ventra.exports.products import WATCHLIST
from ventra.exports.routes.asked_filters import language_asked
from ventra.exports.routes.stream import Turns, sent
from ventra.exports.sending import MEDIA_TYPES, Ending
from ventra.infra.at_once import AtOnce

TAGS = ["watchlist"]
CSV, XLSX = MEDIA_TYPES["csv"], MEDIA_TYPES["xlsx"]
Columns = Annotated[
    str | None,
    QueryParameter(
        max_length=400, description=f"with commas between them, in order: {', '.join(WATCHLIST.columns)}"
    ),
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
    means: Given,
    who: Asked,
    turns: Turns,
    wanted: AskedFor,
    sort: Sort = "-units_7",
    columns: Columns = None,
) -> Stream:
    """All that match, not a page of them; headings in the language of Accept-Language, each estimate with low, high and basis."""
    asked = _asked(request, wanted, sort, columns)
    return await _sent(shelf, who.org, turns, asked, "csv", means.web_url)


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
    turns: Turns,
    wanted: AskedFor,
    sort: Sort = "-units_7",
    columns: Columns = None,
) -> Stream:
    """As CSV, with typed cells and a last sheet: from where, as of which day, by which filters, how the numbers are read."""
    asked = _asked(request, wanted, sort, columns)
    return await _sent(shelf, who.org, turns, asked, "xlsx", means.web_url)


def _asked(request: Asking, wanted: Wanted, sort: str, columns: str | None) -> take.Asked:
    one_of(sort, SORTS)
    return take.Asked(WATCHLIST, Filters(**asdict(wanted)), sort, columns, language_asked(request))


async def _sent(
    shelf: Shelf, org_id: int, turns: AtOnce, asked: take.Asked, ending: Ending, web_url: str
) -> Stream:
    taken = await take.take(shelf, org_id, asked, ending, web_url=web_url, now=datetime.now(UTC))
    return await sent(taken, turns)


ROUTES = (export_watchlist_csv, export_watchlist_xlsx)
