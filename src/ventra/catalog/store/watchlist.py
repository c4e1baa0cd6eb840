"""The products that an organisation tracks, with what it says of them, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from ventra.catalog.answers import ProductRow
from ventra.catalog.encoded import EncodedRows, encoded, encoded_list, joined
from ventra.catalog.store import lists, marks
from ventra.catalog.store.lists import Order, Places, ProductFilter, Where
from ventra.catalog.store.marks import Said
from ventra.core.columns import Int64

_TRACKED = "EXISTS (SELECT FROM trackers o WHERE o.org_id = {0} AND o.product_id = p.product_id)"
_LISTED = "EXISTS (SELECT FROM listed_products g WHERE g.org_id = {0} AND g.list_id = {1} AND g.product_id = p.product_id)"
_TAGGED = "EXISTS (SELECT FROM product_tags g WHERE g.org_id = {0} AND g.folded = {1} AND g.product_id = p.product_id)"
_MARKED = "EXISTS (SELECT FROM marked_products m WHERE m.org_id = {0} AND m.mark = {1} AND m.product_id = p.product_id)"
_UNMARKED = "NOT EXISTS (SELECT FROM marked_products m WHERE m.org_id = {0} AND m.product_id = p.product_id AND m.mark > '')"
NO_MARK = "none"
ORDERS: dict[str, Order] = lists.ORDERS | {
    "list_price": Order("l", "l.list_price_uzs", int, "bigint"),
    "stock": Order("l", "l.stock", int, "bigint"),
    "seen": Order("l", "l.seen_at", datetime, "timestamptz"),
    "revenue_1": Order("f", "f.revenue_1", int, "bigint"),
    "category": Order("c", "nullif(lower(left(coalesce(c.title_uz, c.title_ru), 80)), '')", str, "text"),
    "seller": Order("s", "nullif(lower(left(s.title, 80)), '')", str, "text"),
    "mark": Order("m", "m.mark", str, "text"),
    "note": Order("m", "nullif(lower(left(m.note, 80)), '')", str, "text"),
}
"""What is tracked is few beside the market: these are put in order as they are found, and have no index."""
SORTS = lists.sorts(ORDERS)


class Wanted(ProductFilter, frozen=True, kw_only=True):
    """Which of the tracked products; what is `None` does not matter. `tag`: as tags are told apart."""

    list_id: int | None = None
    tag: str | None = None
    mark: str | None = None


async def places(
    db: Any, org_id: int, wanted: Wanted, *, sort: str, limit: int, cursor: str | None
) -> Places:
    """Which products are on a page. Raises `BadInput` for a cursor of another order."""
    return await lists.places(
        db, _where(org_id, wanted), sort=sort, limit=limit, cursor=cursor, orders=ORDERS
    )


async def in_order(db: Any, org_id: int, wanted: Wanted, *, sort: str, at_most: int) -> list[int]:
    """The first that match, in order, at most so many."""
    found = await lists.in_order(db, _where(org_id, wanted), sort=sort, limit=at_most, orders=ORDERS)
    return [product_id for product_id, _ in found]


async def all_in_order(db: Any, org_id: int, wanted: Wanted, *, sort: str) -> Int64:
    """All that match, in order."""
    return await lists.all_in_order(db, _where(org_id, wanted), sort=sort, orders=ORDERS)


async def load(
    db: Any, org_id: int, product_ids: Sequence[int], *, now: datetime, simulated: bool
) -> list[tuple[ProductRow, Said]]:
    """These products in this order, each with what is said of it; those that are gone from the catalogue are left out."""
    rows = {
        row.product_id: row for row in await lists.load(db, list(product_ids), now=now, simulated=simulated)
    }
    said = await marks.said_of(db, org_id, product_ids)
    return [(rows[one], said.get(one, Said())) for one in product_ids if one in rows]


async def find(
    db: Any,
    org_id: int,
    wanted: Wanted,
    *,
    sort: str,
    limit: int,
    cursor: str | None,
    now: datetime,
    simulated: bool,
    rows: EncodedRows,
) -> bytes:
    """A page of tracked products, each as lists of products show it and with what is said of it: a `Watchlist` as JSON."""
    page = await places(db, org_id, wanted, sort=sort, limit=limit, cursor=cursor)
    shown = await lists.rows_of(db, page.product_ids, now=now, simulated=simulated, rows=rows)
    said = await marks.said_of(db, org_id, page.product_ids)
    items = [joined(shown[one], encoded(said.get(one, Said()))) for one in page.product_ids if one in shown]
    return encoded_list(items, page.next_cursor, page.total)


def _where(org_id: int, wanted: Wanted) -> Where:
    where = lists.where_of(wanted)
    where.add(_TRACKED, org_id)
    if wanted.list_id is not None:
        where.add(_LISTED, org_id, wanted.list_id)
    if wanted.tag is not None:
        where.add(_TAGGED, org_id, wanted.tag)
    if wanted.mark == NO_MARK:
        where.add(_UNMARKED, org_id)
    elif wanted.mark is not None:
        where.add(_MARKED, org_id, wanted.mark)
    return where
