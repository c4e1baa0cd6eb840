"""The index: which products wait for it, and what it says of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ventra.infra.db import Connection


class Title(NamedTuple):
    """A product to index: its titles, and how often it was ordered as far as that is known."""

    product_id: int
    uz: str | None
    ru: str | None
    orders: int


async def waits(db: Connection) -> bool:
    """Whether any product waits."""
    found: bool = await db.fetchval("SELECT EXISTS (SELECT FROM search_waiting)")
    return found


async def how_many(db: Connection, *, at_most: int) -> int:
    """How many products wait, counted up to a bound."""
    found: int = await db.fetchval("SELECT count(*) FROM (SELECT FROM search_waiting LIMIT $1) w", at_most)
    return found


async def all_wait(db: Connection) -> None:
    """Have every product indexed anew."""
    await db.execute(
        "INSERT INTO search_waiting (product_id) SELECT product_id FROM products WHERE title_folded <> '' "
        "ORDER BY product_id ON CONFLICT DO NOTHING"
    )


async def take(db: Connection, *, at_most: int) -> list[Title]:
    """Products that wait, those longest first; they wait no more once the transaction commits. Others take others meanwhile."""
    rows = await db.fetch(
        """
        WITH taken AS (
            DELETE FROM search_waiting WHERE product_id IN (
                SELECT product_id FROM search_waiting ORDER BY product_id LIMIT $1 FOR UPDATE SKIP LOCKED)
            RETURNING product_id)
        SELECT p.product_id, p.title_uz, p.title_ru, coalesce(l.orders_total, l.orders_rounded, 0) AS orders
          FROM taken JOIN products p USING (product_id) LEFT JOIN product_latest l USING (product_id)
         ORDER BY p.product_id
        """,
        at_most,
    )
    return [Title(*row) for row in rows]


async def write(
    db: Connection,
    product_ids: Sequence[int],
    terms: Sequence[Sequence[int]],
    popularity: Sequence[int],
    *,
    version: int,
) -> None:
    """What the index says of products from now on, but for where they lie among vectors."""
    ids = list(product_ids)
    ends = [0]
    for one in terms:
        ends.append(ends[-1] + len(one))
    await db.execute(
        """
        INSERT INTO product_search (product_id, version, popularity, terms)
        SELECT id, $5, bought, ($3::int[])[first + 1 : last]
          FROM unnest($1::bigint[], $2::smallint[], $4::int[], $6::int[]) AS n(id, bought, first, last) ORDER BY id
        ON CONFLICT (product_id) DO UPDATE
           SET version = excluded.version, popularity = excluded.popularity, terms = excluded.terms
        """,
        ids,
        list(popularity),
        [term for one in terms for term in one],
        ends[:-1],
        version,
        ends[1:],
    )


async def titles(db: Connection, product_ids: Sequence[int]) -> dict[int, tuple[str | None, str | None]]:
    """Products by their titles in Uzbek and Russian."""
    rows = await db.fetch(
        "SELECT product_id, title_uz, title_ru FROM products WHERE product_id = ANY($1::bigint[])",
        list(product_ids),
    )
    return {row["product_id"]: (row["title_uz"], row["title_ru"]) for row in rows}
