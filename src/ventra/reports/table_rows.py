"""The rows of the watchlist as a file: found at once, so that nothing moves between its pages, and read some at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from ventra.accounts.who import Who
from ventra.catalog import listing
from ventra.catalog.shelf import Shelf
from ventra.catalog.store import facets
from ventra.catalog.store import watchlist as kept
from ventra.catalog.store.watchlist import Wanted
from ventra.core.texts import Language, say
from ventra.errors import Conflict
from ventra.infra.db import transaction
from ventra.reports.table_columns import Row, title_of
from ventra.reports.table_texts import TABLE_TEXTS

MOST_ROWS = 100_000
ROWS_A_BATCH = 500


async def found(shelf: Shelf, who: Who, wanted: Wanted, *, sort: str) -> list[int]:
    """The products that are asked for, in order. `NotFound` where there is no such list, `Conflict` for more than `MOST_ROWS`."""
    async with transaction(shelf.pool, org_id=who.org) as db:
        if wanted.list_id is not None:
            await listing.must_be(db, who.org, wanted.list_id)
        ids = await kept.in_order(db, who.org, wanted, sort=sort, at_most=MOST_ROWS + 1)
    if len(ids) > MOST_ROWS:
        raise Conflict(f"more than {MOST_ROWS} products match: narrow the list by a filter")
    return ids


async def batches(
    shelf: Shelf, who: Who, product_ids: Sequence[int], *, now: datetime
) -> AsyncIterator[list[Row]]:
    """Their rows, a transaction for each batch: whoever takes the file slowly holds none open."""
    for first in range(0, len(product_ids), ROWS_A_BATCH):
        ids = product_ids[first : first + ROWS_A_BATCH]
        async with transaction(shelf.pool, org_id=who.org) as db:
            rows = await kept.load(db, who.org, ids, now=now, simulated=shelf.simulated)
        yield rows


async def told(shelf: Shelf, who: Who, wanted: Wanted, language: Language) -> list[str]:
    """The filters in words, one a line; none when everything tracked is asked for."""
    async with transaction(shelf.pool, org_id=who.org) as db:
        called = None if wanted.list_id is None else await listing.must_be(db, who.org, wanted.list_id)
        category, seller = await facets.names(db, category_id=wanted.category_id, seller_id=wanted.seller_id)

    def text(key: str) -> str:
        return say(TABLE_TEXTS, key, language)

    named: list[tuple[str, object]] = [
        ("about.q", wanted.q),
        ("about.list", called),
        ("col.tags", wanted.tag),
        ("col.mark", wanted.mark and text(f"mark.{wanted.mark}")),
        ("col.category", wanted.category_id and (title_of(category, language) or f"№ {wanted.category_id}")),
        ("col.seller", wanted.seller_id and (seller or f"№ {wanted.seller_id}")),
        ("col.state", wanted.state and text(f"state.{wanted.state}")),
        ("col.stock", _stock(wanted.in_stock, text("about.in_stock"), text("about.sold_out"))),
        ("about.price_min", wanted.price_min),
        ("about.price_max", wanted.price_max),
    ]
    return [f"{text(key)}: {value}" for key, value in named if value not in (None, "")]


def _stock(in_stock: bool | None, yes: str, no: str) -> str | None:
    if in_stock is None:
        return None
    return yes if in_stock else no
