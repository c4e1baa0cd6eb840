"""Lists of products: filtered, in any order, a page at a time. What is unknown comes last in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from ventra.catalog import cursor as cursors
from ventra.catalog.answers import ProductRow
from ventra.catalog.encoded import EncodedRows, Stamp, encoded_list
from ventra.catalog.store.rows import OWN_FIT, PRODUCT_COLUMNS, PRODUCT_TABLES, TRACKED, product_row
from ventra.core.columns import Int64
from ventra.core.day import day_of
from ventra.core.text import search_words
from ventra.infra.columns import whole_numbers


@dataclass(frozen=True, slots=True)
class Order:
    """A column to sort by: its table, its SQL, and the kind and SQL type of its values."""

    table: str
    column: str
    kind: type[int] | type[float] | type[str] | type[datetime]
    sql_type: str


ORDERS: dict[str, Order] = {
    "units_today": Order("f", "f.today_units", float, "float8"),
    "units_1": Order("f", "f.units_1", float, "float8"),
    "units_7": Order("f", "f.units_7", float, "float8"),
    "units_28": Order("f", "f.units_28", float, "float8"),
    "revenue_7": Order("f", "f.revenue_7", int, "bigint"),
    "growth": Order("f", "f.growth_7_low", float, "float8"),
    "revenue_28": Order("f", "f.revenue_28", int, "bigint"),
    "price": Order("l", "l.price_uzs", int, "bigint"),
    "orders": Order("l", "l.orders_total", int, "bigint"),
    "reviews": Order("l", "l.reviews_total", int, "bigint"),
    "rating": Order("l", "l.rating_x100", int, "bigint"),
    "title": Order("p", "nullif(left(p.title_folded, 80), '')", str, "text"),
    "first_seen": Order("p", "p.first_seen", datetime, "timestamptz"),
}


def sorts(orders: Iterable[str]) -> tuple[str, ...]:
    """Both directions of each order, as they are asked for."""
    return tuple(sign + name for name in orders for sign in ("", "-"))


SORTS = sorts(ORDERS)
_STAMP = "p.xmin, '.', l.xmin, '.', f.xmin, '.', c.xmin, '.', s.xmin"
_JOINS = {
    "p": "",
    "l": "LEFT JOIN product_latest l ON l.product_id = p.product_id",
    "f": "LEFT JOIN sales_figures f ON f.product_id = p.product_id",
    "c": "LEFT JOIN categories c ON c.category_id = p.category_id",
    "s": "LEFT JOIN sellers s ON s.seller_id = p.seller_id",
    "m": "LEFT JOIN marked_products m ON m.org_id = (SELECT ventra_org()) AND m.product_id = p.product_id",
}
_MATCHING = (
    "(SELECT product_id, category_id, seller_id, state, title_folded, first_seen FROM products "
    "WHERE words @@ to_tsquery('simple', {0}) OFFSET 0)"
)
_BELOW = (
    "p.category_id = ANY(ARRAY(SELECT category_id FROM categories WHERE path @> ARRAY[{0}::bigint] "
    "UNION ALL SELECT {0}::bigint))"
)


class ProductFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which products; what is `None` does not matter."""

    q: str | None = None
    category_id: int | None = None
    seller_id: int | None = None
    state: str | None = None
    in_stock: bool | None = None
    price_min: int | None = None
    price_max: int | None = None
    tracked: bool | None = None


class Places(NamedTuple):
    """A page: its products in order, where the next page begins, and how many products match in all."""

    product_ids: list[int]
    next_cursor: str | None
    total: int


class Where:
    """Conditions with their numbered arguments, and the tables they need."""

    def __init__(self) -> None:
        self.products = "products"
        self.conditions: list[str] = []
        self.arguments: list[object] = []
        self.tables: set[str] = set()

    def add(self, condition: str, *arguments: object, table: str = "p") -> None:
        """Add a condition; `{0}`, `{1}` in it become the numbers of its arguments."""
        numbers = [f"${len(self.arguments) + 1 + place}" for place in range(len(arguments))]
        self.conditions.append(condition.format(*numbers))
        self.arguments.extend(arguments)
        self.tables.add(table)

    def search(self, query: str) -> None:
        """Only products whose titles match; found first, for a rare word hides deep in any other order."""
        self.products = _MATCHING.format(f"${len(self.arguments) + 1}")
        self.arguments.append(query)

    def sql(self, *, more_tables: set[str], also: list[str]) -> str:
        """FROM and WHERE."""
        tables = self.tables | more_tables
        joins = " ".join(join for name, join in _JOINS.items() if name in tables)
        conditions = " AND ".join([*self.conditions, *also])
        return f"FROM {self.products} p {joins} {'WHERE ' + conditions if conditions else ''}"


def where_of(wanted: ProductFilter) -> Where:
    """The conditions of a filter; more may be added."""
    where = Where()
    if wanted.q is not None and wanted.q.strip():
        where.search(prefix_query(wanted.q))
    if wanted.category_id is not None:
        where.add(_BELOW, wanted.category_id)
    if wanted.seller_id is not None:
        where.add("p.seller_id = {0}", wanted.seller_id)
    if wanted.state is not None:
        where.add("p.state = {0}", wanted.state)
    if wanted.in_stock is not None:
        where.add("l.stock > 0" if wanted.in_stock else "l.stock = 0", table="l")
    if wanted.price_min is not None:
        where.add("l.price_uzs >= {0}", wanted.price_min, table="l")
    if wanted.price_max is not None:
        where.add("l.price_uzs <= {0}", wanted.price_max, table="l")
    if wanted.tracked is not None:
        where.add(TRACKED if wanted.tracked else f"NOT {TRACKED}")
    return where


def prefix_query(text: str) -> str:
    """A `tsquery` in words that all must occur as beginnings; words hold letters and digits only, so any text is safe."""
    return " & ".join(f"{word}:*" for word in search_words(text))


async def find(
    db: Any,
    wanted: ProductFilter,
    *,
    sort: str,
    limit: int,
    cursor: str | None,
    now: datetime,
    simulated: bool,
    rows: EncodedRows,
) -> bytes:
    """One page of the products that match and how many match in all: a `ProductList` as JSON.

    Raises `BadInput` for a cursor of another order.
    """
    found = await places(db, where_of(wanted), sort=sort, limit=limit, cursor=cursor)
    items = await rows_of(db, found.product_ids, now=now, simulated=simulated, rows=rows)
    return encoded_list(
        [items[one] for one in found.product_ids if one in items], found.next_cursor, found.total
    )


async def places(
    db: Any,
    where: Where,
    *,
    sort: str,
    limit: int,
    cursor: str | None,
    orders: Mapping[str, Order] = ORDERS,
) -> Places:
    """Which products are on a page, where the next begins, and how many match in all; `BadInput` for another order's cursor."""
    total = await db.fetchval(f"SELECT count(*) {where.sql(more_tables=set(), also=[])}", *where.arguments)
    found = await in_order(db, where, sort=sort, limit=limit + 1, cursor=cursor, orders=orders)
    shown = found[:limit]
    following = cursors.write(sort, shown[-1][1], shown[-1][0]) if len(found) > limit else None
    return Places([product_id for product_id, _ in shown], following, total)


async def all_in_order(db: Any, where: Where, *, sort: str, orders: Mapping[str, Order] = ORDERS) -> Int64:
    """All that match, in the order of the pages, as one answer."""
    order = orders[sort.removeprefix("-")]
    direction, sign = ("DESC", "-") if sort.startswith("-") else ("ASC", "")
    sent = await db.fetchval(
        f"SELECT string_agg(int8send(p.product_id), '' ORDER BY {order.column} {direction} NULLS LAST, "
        f"CASE WHEN {order.column} IS NULL THEN p.product_id ELSE {sign}p.product_id END) "
        f"{where.sql(more_tables={order.table}, also=[])}",
        *where.arguments,
    )
    return whole_numbers(sent)


async def rows_of(
    db: Any, product_ids: list[int], *, now: datetime, simulated: bool, rows: EncodedRows
) -> dict[int, bytes]:
    """Products as lists show them, as JSON."""
    stamps = await _stamps(db, product_ids, now)
    new = await load(db, rows.missing(stamps), now=now, simulated=simulated)
    return rows.keep(new, stamps)


async def _stamps(db: Any, product_ids: list[int], now: datetime) -> dict[int, Stamp]:
    """What each product's row depends on: who wrote its parts last, and the day."""
    rows = await db.fetch(
        f"SELECT p.product_id, concat({_STAMP}) AS stamp, {TRACKED} AS tracked, "
        f"ventra_org() || ' ' || {OWN_FIT}::text AS fit FROM {PRODUCT_TABLES} WHERE p.product_id = ANY($1::bigint[])",
        product_ids,
    )
    day = day_of(now)
    return {
        row["product_id"]: Stamp(f"{day} {row['stamp']}", row["tracked"], row["fit"] or "") for row in rows
    }


async def load(db: Any, product_ids: list[int], *, now: datetime, simulated: bool) -> list[ProductRow]:
    """Products as lists show them, in no order; those that are gone from the catalogue are left out."""
    if not product_ids:
        return []
    rows = await db.fetch(
        f"SELECT {PRODUCT_COLUMNS} FROM {PRODUCT_TABLES} WHERE p.product_id = ANY($1::bigint[])", product_ids
    )
    return [product_row(row, now=now, simulated=simulated) for row in rows]


async def in_order(
    db: Any,
    where: Where,
    *,
    sort: str,
    limit: int,
    cursor: str | None = None,
    orders: Mapping[str, Order] = ORDERS,
) -> list[tuple[int, cursors.SortValue | None]]:
    """Ids with their sort values: first the known values in order, then the unknown by id."""
    order = orders[sort.removeprefix("-")]
    value, after = cursors.read(cursor, sort=sort, kind=order.kind) if cursor is not None else (None, None)
    known: list[tuple[int, cursors.SortValue | None]] = []
    if after is None or value is not None:
        known = await _known(
            db, where, order, descending=sort.startswith("-"), limit=limit, value=value, after=after
        )
        after = -1
    if len(known) == limit:
        return known
    return known + await _unknown(db, where, order, limit=limit - len(known), after=after)


async def _known(
    db: Any, where: Where, order: Order, *, descending: bool, limit: int, value: object, after: int | None
) -> list[tuple[int, cursors.SortValue | None]]:
    also, arguments = [f"{order.column} IS NOT NULL"], list(where.arguments)
    if after is not None:
        n = len(arguments)
        also.append(
            f"({order.column}, p.product_id) {'<' if descending else '>'} (${n + 1}::{order.sql_type}, ${n + 2}::bigint)"
        )
        arguments += [value, after]
    direction = "DESC" if descending else "ASC"
    rows = await db.fetch(
        f"SELECT p.product_id, {order.column} AS value {where.sql(more_tables={order.table}, also=also)} "
        f"ORDER BY {order.column} {direction}, p.product_id {direction} LIMIT {limit:d}",
        *arguments,
    )
    return [(row["product_id"], row["value"]) for row in rows]


async def _unknown(
    db: Any, where: Where, order: Order, *, limit: int, after: int | None
) -> list[tuple[int, cursors.SortValue | None]]:
    also = [f"{order.column} IS NULL", f"p.product_id > ${len(where.arguments) + 1}::bigint"]
    rows = await db.fetch(
        f"SELECT p.product_id {where.sql(more_tables={order.table}, also=also)} "
        f"ORDER BY p.product_id LIMIT {limit:d}",
        *where.arguments,
        -1 if after is None else after,
    )
    return [(row["product_id"], None) for row in rows]
