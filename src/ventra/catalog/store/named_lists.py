"""Named lists of an organisation's products."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from ventra.catalog.store import marks
from ventra.infra.db import Connection

MOST_LISTS = 200


class ListRow(msgspec.Struct, frozen=True):
    """A list, and how many tracked products are in it. One that was deleted can be restored for 30 days."""

    list_id: int
    name: str
    products: int
    made_at: datetime
    deleted_at: datetime | None


async def add(db: Connection, org_id: int, name: str, folded: str) -> int | None:
    """A new list; `None` when there is one of that name."""
    made: int | None = await db.fetchval(
        "INSERT INTO product_lists (org_id, name, folded) VALUES ($1, $2, $3) "
        "ON CONFLICT (org_id, folded) WHERE deleted_at IS NULL DO NOTHING RETURNING list_id",
        org_id,
        name,
        folded,
    )
    return made


async def count(db: Connection, org_id: int) -> int:
    """How many lists there are."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM product_lists WHERE org_id = $1 AND deleted_at IS NULL", org_id
    )
    return found


async def name_of(db: Connection, org_id: int, list_id: int) -> str | None:
    """What a list is called; `None` when there is none."""
    found: str | None = await db.fetchval(
        "SELECT name FROM product_lists WHERE org_id = $1 AND list_id = $2 AND deleted_at IS NULL",
        org_id,
        list_id,
    )
    return found


async def taken(db: Connection, org_id: int, folded: str, *, but: int) -> bool:
    """Whether another list has that name."""
    found = await db.fetchval(
        "SELECT true FROM product_lists WHERE org_id = $1 AND folded = $2 AND deleted_at IS NULL AND list_id <> $3",
        org_id,
        folded,
        but,
    )
    return bool(found)


async def rename(db: Connection, org_id: int, list_id: int, name: str, folded: str) -> None:
    """Give a list another name."""
    await db.execute(
        "UPDATE product_lists SET name = $3, folded = $4 WHERE org_id = $1 AND list_id = $2",
        org_id,
        list_id,
        name,
        folded,
    )


async def remove(db: Connection, org_id: int, list_id: int, now: datetime) -> str | None:
    """Delete a list for now, and end its links for good; its name, `None` when there is none."""
    found: str | None = await db.fetchval(
        "UPDATE product_lists SET deleted_at = $3 WHERE org_id = $1 AND list_id = $2 AND deleted_at IS NULL RETURNING name",
        org_id,
        list_id,
        now,
    )
    await db.execute(
        "UPDATE share_links SET revoked_at = $3 WHERE org_id = $1 AND list_id = $2 AND revoked_at IS NULL",
        org_id,
        list_id,
        now,
    )
    return found


async def deleted_name(db: Connection, org_id: int, list_id: int, now: datetime) -> str | None:
    """What a list that can be restored is called; `None` when there is none such."""
    found: str | None = await db.fetchval(
        "SELECT name FROM product_lists WHERE org_id = $1 AND list_id = $2 AND deleted_at > $3 FOR UPDATE",
        org_id,
        list_id,
        now - marks.UNDO,
    )
    return found


async def restore(db: Connection, org_id: int, list_id: int) -> None:
    """Have a deleted list again."""
    await db.execute(
        "UPDATE product_lists SET deleted_at = NULL WHERE org_id = $1 AND list_id = $2", org_id, list_id
    )


async def listed(db: Connection, org_id: int, now: datetime) -> list[ListRow]:
    """All by name, and those deleted that can be restored after them, the newest deleted first."""
    rows = await db.fetch(
        """
        SELECT l.list_id, l.name, l.made_at, l.deleted_at, coalesce(n.products, 0) AS products
          FROM product_lists l
          LEFT JOIN (SELECT g.list_id, count(*) AS products
                       FROM listed_products g JOIN trackers t ON t.org_id = g.org_id AND t.product_id = g.product_id
                      WHERE g.org_id = $1 GROUP BY g.list_id) n ON n.list_id = l.list_id
         WHERE l.org_id = $1 AND (l.deleted_at IS NULL OR l.deleted_at > $2)
         ORDER BY l.deleted_at DESC NULLS FIRST, l.folded, l.list_id LIMIT $3
        """,
        org_id,
        now - marks.UNDO,
        2 * MOST_LISTS,
    )
    return [ListRow(**row) for row in rows]


async def put_in(db: Connection, org_id: int, list_id: int, product_ids: Sequence[int]) -> None:
    """Have tracked products in a list; twice is once."""
    await marks.anchor(db, org_id, product_ids)
    await db.execute(
        "INSERT INTO listed_products (org_id, list_id, product_id) SELECT $1, $2, id FROM unnest($3::bigint[]) AS n(id) "
        "ORDER BY id ON CONFLICT DO NOTHING",
        org_id,
        list_id,
        sorted(set(product_ids)),
    )


async def take_out(db: Connection, org_id: int, list_id: int, product_ids: Sequence[int]) -> list[int]:
    """Have products in a list no more; those that were."""
    rows = await db.fetch(
        "DELETE FROM listed_products WHERE org_id = $1 AND list_id = $2 AND product_id = ANY($3::bigint[]) RETURNING product_id",
        org_id,
        list_id,
        list(product_ids),
    )
    return sorted(row["product_id"] for row in rows)
