"""How far each list of own shops is read, and which shops there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from ventra.infra.seller_rows import Shop
from ventra.shop.own_answers import OwnFeed, OwnKey, OwnShop
from ventra.shop.own_steps import Feed

_FEED = Feed.__struct_fields__


async def keep_shops(db: Any, org_id: int, key_id: int, shops: Sequence[Shop]) -> list[int]:
    """Keep which shops a key opens; the numbers of those that are to be read with it, which no other key does already."""
    await db.execute(
        """
        INSERT INTO own_shops AS s (org_id, key_id, shop_id, title)
        SELECT DISTINCT ON (u.shop_id) $1::bigint, $2::bigint, u.shop_id, u.title
          FROM unnest($3::bigint[], $4::text[]) AS u(shop_id, title)
        ON CONFLICT (org_id, shop_id) DO UPDATE SET title = excluded.title, key_id = coalesce(s.key_id, excluded.key_id)
         WHERE (s.title, s.key_id) IS DISTINCT FROM (excluded.title, coalesce(s.key_id, excluded.key_id))
        """,
        org_id,
        key_id,
        [one.shop_id for one in shops],
        [one.title for one in shops],
    )
    rows = await db.fetch(
        "SELECT shop_id FROM own_shops WHERE org_id = $1 AND key_id = $2 AND enabled AND shop_id = ANY ($3::bigint[]) ORDER BY 1",
        org_id,
        key_id,
        [one.shop_id for one in shops],
    )
    return [row["shop_id"] for row in rows]


async def feeds(db: Any, org_id: int, key_id: int) -> list[Feed]:
    """How far the lists of a key are read."""
    rows = await db.fetch(
        f"SELECT {', '.join(_FEED)} FROM own_feeds WHERE org_id = $1 AND key_id = $2", org_id, key_id
    )
    return [Feed(**row) for row in rows]


async def keep_feed(db: Any, org_id: int, key_id: int, feed: Feed) -> None:
    """Keep how far a list is read, in the transaction of what was read."""
    told = ", ".join(f"{name} = excluded.{name}" for name in _FEED if name not in ("feed", "shop_id"))
    places = ", ".join(f"${place}" for place in range(3, 3 + len(_FEED)))
    await db.execute(
        f"INSERT INTO own_feeds (org_id, key_id, {', '.join(_FEED)}) VALUES ($1, $2, {places}) "
        f"ON CONFLICT (org_id, key_id, shop_id, feed) DO UPDATE SET {told}",
        org_id,
        key_id,
        *msgspec.structs.astuple(feed),
    )


async def enable(db: Any, org_id: int, shop_id: int, enabled: bool, now: datetime) -> bool:
    """Read a shop or do not; one that is to be read again is so at once. False where there is none of this number."""
    # The key first, as who reads with it does.
    await db.execute(
        "SELECT FROM own_keys k JOIN own_shops s USING (org_id, key_id) WHERE s.org_id = $1 AND s.shop_id = $2 FOR UPDATE OF k",
        org_id,
        shop_id,
    )
    row = await db.fetchrow(
        "UPDATE own_shops SET enabled = $3 WHERE org_id = $1 AND shop_id = $2 RETURNING key_id",
        org_id,
        shop_id,
        enabled,
    )
    if row is not None and enabled:
        await db.execute(
            "UPDATE own_keys SET next_at = least(next_at, $3) WHERE org_id = $1 AND key_id = $2",
            org_id,
            row["key_id"],
            now,
        )
    return row is not None


async def keys(db: Any, org_id: int) -> list[OwnKey]:
    """Keys with how far their lists are read, the oldest first."""
    told = await db.fetch(
        "SELECT f.* FROM own_feeds f LEFT JOIN own_shops s ON s.org_id = f.org_id AND s.shop_id = f.shop_id "
        "WHERE f.org_id = $1 AND (f.shop_id = 0 OR s.enabled AND s.key_id = f.key_id) ORDER BY f.shop_id, f.feed",
        org_id,
    )
    by_key: dict[int, list[OwnFeed]] = {}
    for row in told:
        by_key.setdefault(row["key_id"], []).append(
            OwnFeed(
                feed=row["feed"],
                shop_id=row["shop_id"] or None,
                reading=row["round_at"] is not None,
                back_to=row["back_to"],
                whole=row["whole_at"] is not None,
                done_at=row["done_at"],
                rows=row["rows"],
                why=row["why"],
            )
        )
    rows = await db.fetch(
        "SELECT k.key_id, k.name, k.tail, k.state, k.why, k.said, k.created_at AS made_at, "
        "coalesce(nullif(u.name, ''), u.email) AS made_by, k.last_ok_at, "
        "CASE WHEN k.state <> 'refused' THEN k.next_at END AS next_at "
        "FROM own_keys k LEFT JOIN users u ON u.user_id = k.created_by WHERE k.org_id = $1 ORDER BY k.key_id",
        org_id,
    )
    return [OwnKey(**row, feeds=by_key.get(row["key_id"], [])) for row in rows]


async def shops(db: Any, org_id: int) -> list[OwnShop]:
    """Shops with how much of them is known."""
    rows = await db.fetch(
        """
        SELECT s.shop_id, s.title, s.key_id, s.enabled, k.skus, i.order_items, i.first_order_at, i.last_order_at
          FROM own_shops s
          CROSS JOIN LATERAL (SELECT count(*) AS skus FROM own_skus WHERE org_id = s.org_id AND shop_id = s.shop_id) k
          CROSS JOIN LATERAL (SELECT count(*) AS order_items, min(ordered_at) AS first_order_at, max(ordered_at) AS last_order_at
                                FROM own_order_items WHERE org_id = s.org_id AND shop_id = s.shop_id) i
         WHERE s.org_id = $1 ORDER BY s.title, s.shop_id
        """,
        org_id,
    )
    return [OwnShop(**row) for row in rows]
