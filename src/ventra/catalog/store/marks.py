"""What an organisation says of its products: marks, notes and tags. Shown while it tracks them, and kept a while longer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal

import msgspec

from ventra.infra.db import Connection

UNDO = timedelta(days=30)
"""Who tracks a product again within this time finds all that was said of it."""
MOST_TAGS = 20
Mark = Literal["mine", "rival"]


class Said(msgspec.Struct, frozen=True):
    """What an organisation says of one product; `lists` it is in."""

    mark: Mark | None = None
    note: str = ""
    tags: list[str] = []
    lists: list[int] = []


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What to say from now on; `None` leaves what is there. Tags by how they are told apart, with their spelling."""

    set_mark: bool = False
    mark: Mark | None = None
    note: str | None = None
    add_tags: Mapping[str, str] = {}
    remove_tags: Sequence[str] = ()
    all_tags: bool = False
    """Whether `add_tags` are all there are from now on."""


class TagRow(msgspec.Struct, frozen=True):
    """A tag, and how many tracked products have it."""

    tag: str
    products: int


async def tracked_of(
    db: Connection, org_id: int, product_ids: Sequence[int], *, hold: bool = False
) -> list[int]:
    """Those of the products that the organisation tracks; with `hold` they stay so until the transaction ends."""
    rows = await db.fetch(
        "SELECT product_id FROM trackers WHERE org_id = $1 AND product_id = ANY($2::bigint[]) ORDER BY product_id"
        + (" FOR KEY SHARE" if hold else ""),
        org_id,
        list(product_ids),
    )
    return [row["product_id"] for row in rows]


async def anchor(db: Connection, org_id: int, product_ids: Sequence[int]) -> None:
    """Have a row for each product, which what is said of it hangs on; locked until the transaction ends, in order."""
    await db.execute(
        "INSERT INTO marked_products (org_id, product_id) SELECT $1, id FROM unnest($2::bigint[]) AS n(id) ORDER BY id "
        "ON CONFLICT (org_id, product_id) DO UPDATE SET changed_at = now()",
        org_id,
        sorted(set(product_ids)),
    )


async def say(db: Connection, org_id: int, product_ids: Sequence[int], change: Change) -> None:
    """Say the same of all these, which the organisation tracks."""
    ids = list(product_ids)
    await anchor(db, org_id, ids)
    await db.execute(
        "UPDATE marked_products SET mark = CASE WHEN $3 THEN $4 ELSE mark END, note = coalesce($5, note) "
        "WHERE org_id = $1 AND product_id = ANY($2::bigint[]) AND ($3 OR $5::text IS NOT NULL)",
        org_id,
        ids,
        change.set_mark,
        change.mark,
        change.note,
    )
    await db.execute(
        "DELETE FROM product_tags WHERE org_id = $1 AND product_id = ANY($2::bigint[]) "
        "AND (folded = ANY($3::text[]) OR ($4 AND folded <> ALL($5::text[])))",
        org_id,
        ids,
        list(change.remove_tags),
        change.all_tags,
        list(change.add_tags),
    )
    await _tag(db, org_id, ids, change.add_tags)


async def _tag(db: Connection, org_id: int, ids: Sequence[int], tags: Mapping[str, str]) -> None:
    """Add tags as the organisation has spelled them before, if it has."""
    if not tags:
        return
    await db.execute(
        """
        INSERT INTO product_tags (org_id, product_id, folded, tag)
        SELECT $1, p.id, n.folded, coalesce(before.tag, n.tag)
          FROM unnest($3::text[], $4::text[]) AS n(folded, tag)
          LEFT JOIN LATERAL (SELECT t.tag FROM product_tags t WHERE t.org_id = $1 AND t.folded = n.folded LIMIT 1) before ON true
         CROSS JOIN unnest($2::bigint[]) AS p(id)
         ORDER BY p.id, n.folded
        ON CONFLICT DO NOTHING
        """,
        org_id,
        list(ids),
        list(tags),
        list(tags.values()),
    )


async def tagged_most(db: Connection, org_id: int, product_ids: Sequence[int]) -> int | None:
    """One of these products that has more tags than it may, if any has."""
    found: int | None = await db.fetchval(
        "SELECT product_id FROM product_tags WHERE org_id = $1 AND product_id = ANY($2::bigint[]) "
        "GROUP BY product_id HAVING count(*) > $3 ORDER BY product_id LIMIT 1",
        org_id,
        list(product_ids),
        MOST_TAGS,
    )
    return found


async def said_of(db: Connection, org_id: int, product_ids: Sequence[int]) -> dict[int, Said]:
    """What is said of products, of those of which anything is."""
    rows = await db.fetch(
        """
        SELECT m.product_id, m.mark, m.note,
               ARRAY(SELECT t.tag FROM product_tags t WHERE t.org_id = m.org_id AND t.product_id = m.product_id
                      ORDER BY t.folded) AS tags,
               ARRAY(SELECT g.list_id FROM listed_products g
                       JOIN product_lists l ON l.org_id = g.org_id AND l.list_id = g.list_id AND l.deleted_at IS NULL
                      WHERE g.org_id = m.org_id AND g.product_id = m.product_id ORDER BY g.list_id) AS lists
          FROM marked_products m WHERE m.org_id = $1 AND m.product_id = ANY($2::bigint[])
        """,
        org_id,
        list(product_ids),
    )
    return {row["product_id"]: Said(row["mark"], row["note"], row["tags"], row["lists"]) for row in rows}


async def tags_of(db: Connection, org_id: int, *, at_most: int) -> list[TagRow]:
    """The organisation's tags, those of most products first."""
    rows = await db.fetch(
        """
        SELECT min(g.tag) AS tag, count(*) AS products
          FROM product_tags g JOIN trackers t ON t.org_id = g.org_id AND t.product_id = g.product_id
         WHERE g.org_id = $1 GROUP BY g.folded ORDER BY count(*) DESC, g.folded LIMIT $2
        """,
        org_id,
        at_most,
    )
    return [TagRow(**row) for row in rows]


async def lay_aside(db: Connection, org_id: int, product_ids: Sequence[int], now: datetime | None) -> None:
    """The organisation tracks these no more: keep what it says of them for `UNDO`, unseen."""
    await db.execute(
        "UPDATE marked_products SET untracked_at = coalesce($3, now()) "
        "WHERE org_id = $1 AND product_id = ANY($2::bigint[]) AND untracked_at IS NULL",
        org_id,
        list(product_ids),
        now,
    )


async def take_up(db: Connection, org_id: int, product_ids: Sequence[int], now: datetime | None) -> None:
    """The organisation tracks these, again perhaps: what it said before counts again, unless that was too long ago."""
    await db.execute(
        "DELETE FROM marked_products WHERE org_id = $1 AND product_id = ANY($2::bigint[]) "
        "AND untracked_at < coalesce($3, now()) - $4::interval",
        org_id,
        list(product_ids),
        now,
        UNDO,
    )
    await db.execute(
        "UPDATE marked_products SET untracked_at = NULL "
        "WHERE org_id = $1 AND product_id = ANY($2::bigint[]) AND untracked_at IS NOT NULL",
        org_id,
        list(product_ids),
    )
