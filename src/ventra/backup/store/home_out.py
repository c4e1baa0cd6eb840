"""What an organisation's rows name, and the queries by which its rows and the public ones behind them are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ventra.backup.container import Organisation, Someone, Table
from ventra.backup.store.catalog import quoted
from ventra.backup.store.home_tables import GOODS, TAKEN, Taken
from ventra.core.bucket import bucket_of
from ventra.core.rights import OWNER
from ventra.errors import NotFound

_PEOPLE = """
SELECT u.user_id, u.name, u.email, m.role FROM members m JOIN users u ON u.user_id = m.user_id
 WHERE m.org_id = $1 ORDER BY m.role <> $2, m.since, u.user_id
"""
# Beside the columns that are called so: what rules and alerts are about, and what the shops it follows have shown.
_GOODS_TOO = """
SELECT scope_id FROM alert_rules WHERE org_id = $1 AND scope = 'product'
UNION SELECT unnest(others) FROM alert_rules WHERE org_id = $1
UNION SELECT subject_id FROM alerts WHERE org_id = $1 AND subject = 'product'
UNION SELECT p.product_id FROM followed_products p JOIN shop_followers f ON f.slug = p.slug WHERE f.org_id = $1
"""
_CATEGORIES = """
WITH named AS (
    SELECT category_id AS id FROM products WHERE product_id = ANY($2)
    UNION SELECT scope_id FROM alert_rules WHERE org_id = $1 AND scope = 'category'
    UNION SELECT subject_id FROM alerts WHERE org_id = $1 AND subject = 'category'
)
SELECT id FROM named WHERE id IS NOT NULL
UNION SELECT unnest(array_append(c.path, c.parent_id)) FROM named n JOIN categories c ON c.category_id = n.id
"""
_SELLERS = """
SELECT seller_id FROM products WHERE product_id = ANY($2) AND seller_id IS NOT NULL
UNION SELECT scope_id FROM alert_rules WHERE org_id = $1 AND scope = 'seller'
UNION SELECT s.seller_id FROM followed_shops s JOIN shop_followers f ON f.slug = s.slug
 WHERE f.org_id = $1 AND s.seller_id IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class Named:
    """What an organisation's rows name of the public ones."""

    goods: Sequence[int]
    categories: Sequence[int]
    sellers: Sequence[int]


async def organisation(db: Any, org_id: int, owner_id: int | None) -> Organisation:
    """Whose file it is to be. `NotFound` when there is no such organisation, or no such owner (the first, when `None`) in it."""
    name: str | None = await db.fetchval("SELECT name FROM organisations WHERE org_id = $1", org_id)
    if name is None:
        raise NotFound(f"there is no organisation {org_id}")
    people = await db.fetch(_PEOPLE, org_id, OWNER)
    owners = [one["user_id"] for one in people if one["role"] == OWNER]
    taker = owner_id if owner_id is not None else next(iter(owners), None)
    if taker is None or taker not in owners:
        raise NotFound(f"organisation {org_id} has no such owner")
    others = tuple(
        Someone(one["name"], one["email"], one["role"]) for one in people if one["user_id"] != taker
    )
    return Organisation(org_id, name, taker, others)


async def named(db: Any, org_id: int, tables: Iterable[Table]) -> Named:
    """What the organisation's rows name."""
    own = [table for table in tables if table.name in TAKEN and TAKEN[table.name].by == "organisation"]
    columns = [(table.name, column) for table in own for column in GOODS if column in table.columns]
    every = " UNION ".join(
        f"SELECT {quoted(column)} FROM {quoted(table)} WHERE org_id = $1" for table, column in columns
    )
    goods = await db.fetch(f"SELECT id FROM ({every} UNION {_GOODS_TOO}) AS n(id) WHERE id > 0", org_id)
    ids = sorted(row[0] for row in goods)
    return Named(ids, await _ids(db, _CATEGORIES, org_id, ids), await _ids(db, _SELLERS, org_id, ids))


async def _ids(db: Any, query: str, *of: Any) -> list[int]:
    return sorted(row[0] for row in await db.fetch(query, *of) if row[0] is not None)


def going(table: Table) -> Table | None:
    """A table with those of its columns that go; `None` when nothing of it does."""
    taken = TAKEN.get(table.name)
    if taken is None:
        return None
    columns = tuple(column for column in table.columns if column not in taken.without)
    return Table(table.name, columns, table.months)


def query(table: Table, whose: Organisation, found: Named) -> str:
    """By which a table's rows are read. COPY takes no arguments; what stands in it are numbers of ours."""
    taken = TAKEN[table.name]
    facts = {"org_id": int(whose.org_id), "owner_id": int(whose.owner_id)}
    columns = ", ".join(
        f"{taken.instead[column].format(**facts)} AS {quoted(column)}" if column in taken.instead
        else f"t.{quoted(column)}"
        for column in table.columns
    )  # fmt: skip
    rows = _rows(table, taken, found).format(**facts)
    return f"SELECT {columns} FROM {quoted(table.name)} t {rows} AND {taken.only.format(**facts)}"


def _rows(table: Table, taken: Taken, found: Named) -> str:
    match taken.by:
        case "organisation":
            return "WHERE t.org_id = {org_id}"
        case "goods" if "bucket" in table.columns:
            buckets = [int(bucket_of(one)) for one in found.goods]
            # The key begins with the bucket: each product is one look-up.
            return (
                f"JOIN unnest({_array(found.goods)}, {_array(buckets, 'smallint')}) AS g(product_id, bucket) "
                "ON g.bucket = t.bucket AND g.product_id = t.product_id WHERE true"
            )
        case "goods":
            return f"WHERE t.product_id = ANY({_array(found.goods)})"
        case "categories":
            return f"WHERE t.category_id = ANY({_array(found.categories)})"
        case "sellers":
            return f"WHERE t.seller_id = ANY({_array(found.sellers)})"
        case "groups":
            return (
                f"WHERE (t.kind = 'category' AND t.subject_id = ANY({_array(found.categories)}) "
                f"OR t.kind = 'seller' AND t.subject_id = ANY({_array(found.sellers)}))"
            )
        case "shops":
            return "WHERE t.slug IN (SELECT slug FROM shop_followers WHERE org_id = {org_id})"
        case "queries":
            return (
                "WHERE (t.language, t.text) IN (SELECT 'uz', text_uz FROM watched_queries WHERE org_id = {org_id} "
                "UNION SELECT 'ru', text_ru FROM watched_queries WHERE org_id = {org_id})"
            )
    return "WHERE true"


def _array(ids: Sequence[int], kind: str = "bigint") -> str:
    return f"ARRAY[{','.join(map(str, ids))}]::{kind}[]"
