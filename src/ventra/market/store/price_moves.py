"""Prices of a shop's goods now against those seen last before a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal

from ventra.catalog.answers import photo_url
from ventra.core.day import from_us, start_of_day_us, to_day_number
from ventra.core.product import Titles
from ventra.market.answers import PriceMove, PriceMoves

_DECIMALS = 4
OF_SHOP, OF_GOODS = "p.seller_id = $1", "p.product_id = ANY($1::bigint[])"

# Each product's last price is one look-up backwards in the key (bucket, product_id, seen_from), newest month first.
_MOVES = """
WITH seen AS MATERIALIZED (
    SELECT p.product_id, p.title_uz, p.title_ru, p.photo_key, l.seen_at,
           CASE WHEN l.seen_at >= $2 THEN l.price_uzs END AS price_now, earlier.price_uzs AS price_then
    FROM products p LEFT JOIN product_latest l ON l.product_id = p.product_id
    LEFT JOIN LATERAL (
        SELECT o.price_uzs FROM observations o
        WHERE o.bucket = p.bucket AND o.product_id = p.product_id AND o.seen_from < $2 AND o.price_uzs IS NOT NULL
        ORDER BY o.seen_from DESC LIMIT 1
    ) earlier ON true
    WHERE {which} AND p.state = 'active'
), counted AS (
    SELECT count(*) FILTER (WHERE price_now > price_then) AS up, count(*) FILTER (WHERE price_now < price_then) AS down,
           count(*) FILTER (WHERE price_now = price_then) AS same,
           count(*) FILTER (WHERE (price_now = price_then) IS NULL) AS unknown
    FROM seen
), moved AS (
    SELECT *, price_now::float8 / nullif(price_then, 0) - 1 AS change FROM seen WHERE price_now <> price_then
    ORDER BY abs(price_now::float8 / nullif(price_then, 0) - 1) DESC NULLS FIRST, product_id LIMIT $3
)
SELECT counted.*, moved.* FROM counted LEFT JOIN moved ON true
ORDER BY abs(moved.change) DESC NULLS FIRST, moved.product_id
"""


async def moves(
    db: Any, seller_id: int, *, days: Literal[7, 28], today: date, at_most: int, simulated: bool
) -> PriceMoves:
    """What a shop's active goods cost now, and before the last `days` closed days; of those that moved the `at_most` largest.

    A product counts whose price was seen before and since; in a simulated market no photo outside is pointed at.
    """
    return await _moves(db, OF_SHOP, seller_id, days, today, at_most, simulated)


async def moves_of(
    db: Any, product_ids: Sequence[int], *, days: Literal[7, 28], today: date, at_most: int, simulated: bool
) -> PriceMoves:
    """The same of the products that are named."""
    key = list(product_ids)
    return await _moves(db, OF_GOODS, key, days, today, at_most, simulated)


async def _moves(
    db: Any, which: str, key: object, days: Literal[7, 28], today: date, at_most: int, simulated: bool
) -> PriceMoves:
    since = today - timedelta(days=days)
    begin = from_us(start_of_day_us(to_day_number(since)))
    rows = await db.fetch(_MOVES.format(which=which), key, begin, at_most)
    first = rows[0]
    return PriceMoves(
        days=days,
        since=since,
        up=first["up"],
        down=first["down"],
        same=first["same"],
        unknown=first["unknown"],
        items=[_move(row, simulated) for row in rows if row["product_id"] is not None],
    )


def _move(row: Any, simulated: bool) -> PriceMove:
    change = row["change"]
    return PriceMove(
        product_id=row["product_id"],
        titles=Titles(row["title_uz"], row["title_ru"]),
        photo_url=photo_url(row["photo_key"], simulated=simulated),
        price_then_uzs=row["price_then"],
        price_now_uzs=row["price_now"],
        change=None if change is None else round(change, _DECIMALS),
        seen_at=row["seen_at"],
    )
