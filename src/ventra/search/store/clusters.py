"""Clusters of the same goods: what waits to be compared, with what, and how it was judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from ventra.core.same_goods import Goods, Reason, likeness
from ventra.infra.db import Connection

NEIGHBOURS = 12
COMPARING = 7239407
"""The advisory lock under which one at a time says who waits to be compared, and compares."""


class Member(NamedTuple):
    """A product of a cluster: how alike it is to the one all were compared with, and why."""

    product_id: int
    likeness: float
    reason: Reason


async def lock(db: Connection) -> None:
    """Wait until nobody else compares, and keep it so until the transaction ends."""
    await db.execute("SELECT pg_advisory_xact_lock($1)", COMPARING)


async def how_many(db: Connection, *, at_most: int) -> int:
    """How many products wait to be compared, counted up to a bound."""
    found: int = await db.fetchval("SELECT count(*) FROM (SELECT FROM cluster_waiting LIMIT $1) w", at_most)
    return found


async def take(db: Connection, *, at_most: int) -> tuple[list[int], list[int]]:
    """Products that wait, out of their clusters, and the clusters they were in; whoever was compared with one waits again."""
    rows = await db.fetch(
        """
        DELETE FROM cluster_waiting WHERE product_id IN (
            SELECT product_id FROM cluster_waiting ORDER BY product_id LIMIT $1 FOR UPDATE SKIP LOCKED)
        RETURNING product_id
        """,
        at_most,
    )
    taken = sorted(row["product_id"] for row in rows)
    gone = await db.fetch(
        "DELETE FROM product_clusters WHERE product_id = ANY($1::bigint[]) OR cluster_id = ANY($1::bigint[]) "
        "RETURNING product_id, cluster_id",
        taken,
    )
    again = {row["product_id"] for row in gone} - set(taken)
    await wait(db, sorted(again))
    return taken, sorted({row["cluster_id"] for row in gone})


async def wait(db: Connection, product_ids: Sequence[int]) -> None:
    """These products are to be compared with others; call after `lock`, or one that is compared just now is lost."""
    await db.execute(
        "INSERT INTO cluster_waiting (product_id) SELECT unnest($1::bigint[]) ON CONFLICT DO NOTHING",
        list(product_ids),
    )


async def dissolve(db: Connection, cluster_ids: Sequence[int]) -> None:
    """End those of these clusters in which one product is left."""
    await db.execute(
        """
        DELETE FROM product_clusters c WHERE c.cluster_id = ANY($1::bigint[]) AND NOT EXISTS (
            SELECT FROM product_clusters o WHERE o.cluster_id = c.cluster_id AND o.product_id <> c.product_id)
        """,
        list(cluster_ids),
    )


async def near(db: Connection, product_ids: Sequence[int]) -> dict[int, list[int]]:
    """Of each product those whose vectors are nearest, each as the product that stands for its cluster."""
    rows = await db.fetch(
        f"""
        SELECT v.product_id, coalesce(c.cluster_id, n.product_id) AS leader
          FROM product_vectors v
         CROSS JOIN LATERAL (SELECT o.product_id FROM product_vectors o ORDER BY o.embedding <#> v.embedding
                              LIMIT {NEIGHBOURS + 1}) n
          LEFT JOIN product_clusters c ON c.product_id = n.product_id
         WHERE v.product_id = ANY($1::bigint[]) AND n.product_id <> v.product_id
        """,
        list(product_ids),
    )
    found: dict[int, list[int]] = {}
    for row in rows:
        if row["leader"] != row["product_id"]:
            found.setdefault(row["product_id"], []).append(row["leader"])
    return found


async def goods(
    db: Connection, product_ids: Sequence[int], read: Callable[[str], tuple[str, ...]]
) -> dict[int, Goods]:
    """Listings as they are compared; `read` gives the terms of a title."""
    rows = await db.fetch(
        "SELECT p.product_id, p.title_uz, p.title_ru, p.seller_id, p.category_id, l.price_uzs, p.photo_key "
        "FROM products p LEFT JOIN product_latest l USING (product_id) WHERE p.product_id = ANY($1::bigint[])",
        list(product_ids),
    )
    return {
        row["product_id"]: Goods(
            row["product_id"], tuple(read(row[title] or "") for title in ("title_uz", "title_ru")), *row[3:]
        )
        for row in rows
    }


async def write(
    db: Connection, joined: Mapping[int, tuple[int, Reason]], leaders: Sequence[int], *, version: int
) -> None:
    """Put products into the clusters of those that stand for them, which are in them too."""
    rows: list[tuple[int, int, float, Any]] = [
        (one, leader, likeness(reason), msgspec.to_builtins(reason))
        for one, (leader, reason) in joined.items()
    ]
    rows += [(leader, leader, 1.0, {}) for leader in leaders]
    await db.execute(
        """
        INSERT INTO product_clusters (product_id, cluster_id, likeness, reason, version)
        SELECT n.id, n.cluster, n.alike, n.why, $5
          FROM unnest($1::bigint[], $2::bigint[], $3::real[], $4::jsonb[]) AS n(id, cluster, alike, why) ORDER BY n.id
        ON CONFLICT (product_id) DO NOTHING
        """,
        *([row[place] for row in rows] for place in range(4)),
        version,
    )


async def members(db: Connection, product_id: int) -> tuple[int | None, list[Member]]:
    """The number of a product's cluster and all in it, the most alike first; no number where nobody offers the same."""
    rows = await db.fetch(
        "SELECT m.product_id, m.cluster_id, m.likeness, m.reason FROM product_clusters c "
        "JOIN product_clusters m USING (cluster_id) WHERE c.product_id = $1 "
        "ORDER BY m.likeness DESC, m.product_id LIMIT 200",
        product_id,
    )
    if not rows:
        return None, []
    return rows[0]["cluster_id"], [
        Member(row["product_id"], row["likeness"], msgspec.convert(row["reason"], Reason)) for row in rows
    ]


async def nearest(db: Connection, product_id: int, *, at_most: int) -> list[tuple[int, float]]:
    """Other products nearest to one by vector, with the cosine, the nearest first; none while it is not indexed."""
    rows = await db.fetch(
        f"""
        SELECT o.product_id, -(o.embedding <#> v.embedding) AS cosine
          FROM product_vectors v, LATERAL (SELECT product_id, embedding FROM product_vectors
                                            ORDER BY embedding <#> v.embedding LIMIT {at_most + 1:d}) o
         WHERE v.product_id = $1 AND o.product_id <> $1 ORDER BY cosine DESC, o.product_id
        """,
        product_id,
    )
    return [(row["product_id"], row["cosine"]) for row in rows][:at_most]


async def sellers(db: Connection, cluster_id: int) -> int:
    """How many known sellers offer what a cluster is of."""
    found: int = await db.fetchval(
        "SELECT count(DISTINCT p.seller_id) FROM product_clusters c JOIN products p USING (product_id) "
        "WHERE c.cluster_id = $1",
        cluster_id,
    )
    return found
