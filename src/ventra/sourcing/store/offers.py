"""Offers of an organisation: written set-wise, read with the rate that holds now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ventra.core.price_columns import PriceRow
from ventra.infra.outside import Offer
from ventra.sourcing.answers import SupplierOffer

MOST_READ = 200
COLUMNS = (
    "o.offer_id, o.source, o.title, o.price, o.currency, o.least, o.weight_grams, o.link, o.picture, o.seller, o.rating, "
    "o.orders, o.list_id, o.seen_at, f.per_unit, f.rate_day"
)
RATED = """
LEFT JOIN LATERAL (
    SELECT (r.rate / r.nominal)::float8 AS per_unit, r.day AS rate_day FROM currency_rates r
     WHERE r.currency = o.currency AND r.day <= {day} ORDER BY r.day DESC LIMIT 1) f ON o.currency <> 'UZS'
"""
"""The rate of an offer's currency that holds on a day; `{day}` is its place among the arguments."""


async def keep_found(
    db: Any, org_id: int, request_id: int, source: str, offers: Sequence[Offer], now: datetime
) -> list[int]:
    """Keep what a source showed; what is known already is brought up to date. Their numbers, in the order given."""
    if not offers:
        return []
    rows = await db.fetch(
        """
        INSERT INTO supplier_offers AS o
               (org_id, source, item, request_id, title, price, currency, link, picture, seller, rating, orders, seen_at)
        SELECT DISTINCT ON (item) $1, $2, item, $3, title, price, currency, link, picture, seller, rating, orders, $4
          FROM unnest($5::text[], $6::text[], $7::numeric[], $8::text[], $9::text[], $10::text[], $11::text[],
                      $12::real[], $13::bigint[])
               AS t(item, title, price, currency, link, picture, seller, rating, orders)
        ON CONFLICT (org_id, source, item) DO UPDATE
           SET request_id = excluded.request_id, title = excluded.title, price = excluded.price,
               currency = excluded.currency, link = excluded.link, picture = excluded.picture, seller = excluded.seller,
               rating = excluded.rating, orders = excluded.orders, seen_at = excluded.seen_at
        RETURNING o.item, o.offer_id
        """,
        org_id,
        source,
        request_id,
        now,
        [one.item for one in offers],
        [one.title for one in offers],
        [one.price for one in offers],
        [one.currency for one in offers],
        [one.link for one in offers],
        [one.picture for one in offers],
        [one.seller for one in offers],
        [one.rating for one in offers],
        [one.orders for one in offers],
    )
    numbers = {row["item"]: row["offer_id"] for row in rows}
    return [numbers[one.item] for one in offers]


async def keep_rows(
    db: Any, org_id: int, list_id: int, seller: str, rows: Sequence[PriceRow], now: datetime
) -> None:
    """Keep the rows of a price list."""
    await db.execute(
        """
        INSERT INTO supplier_offers
               (org_id, source, item, list_id, title, price, currency, least, weight_grams, link, picture, seller, seen_at)
        SELECT $1, 'price_list', $2::bigint || ':' || line, $2, title, price, currency, least, weight_grams, link, picture,
               $3, $4
          FROM unnest($5::integer[], $6::text[], $7::numeric[], $8::text[], $9::integer[], $10::integer[], $11::text[],
                      $12::text[])
               AS t(line, title, price, currency, least, weight_grams, link, picture)
        """,
        org_id,
        list_id,
        seller,
        now,
        [one.line for one in rows],
        [one.title for one in rows],
        [one.price for one in rows],
        [one.currency for one in rows],
        [one.least for one in rows],
        [one.weight_grams for one in rows],
        [one.link for one in rows],
        [one.picture for one in rows],
    )


async def of_request(db: Any, org_id: int, request_id: int, today: date) -> list[SupplierOffer]:
    """What a request found, the cheapest first."""
    rows = await db.fetch(
        f"SELECT {COLUMNS} FROM supplier_offers o {RATED.format(day='$3')} "
        f"WHERE o.org_id = $1 AND o.request_id = $2 ORDER BY o.price, o.offer_id LIMIT {MOST_READ}",
        org_id,
        request_id,
        today,
    )
    return [offer_of(row, today) for row in rows]


async def of_list(db: Any, org_id: int, list_id: int, today: date) -> list[SupplierOffer]:
    """The rows of a price list, as the file has them; the first `MOST_READ`."""
    rows = await db.fetch(
        f"SELECT {COLUMNS} FROM supplier_offers o {RATED.format(day='$3')} "
        f"WHERE o.org_id = $1 AND o.list_id = $2 ORDER BY o.offer_id LIMIT {MOST_READ}",
        org_id,
        list_id,
        today,
    )
    return [offer_of(row, today) for row in rows]


def offer_of(row: Mapping[str, Any], today: date) -> SupplierOffer:
    """An offer of a row with `COLUMNS`; its price in soʻm is not known without a rate."""
    per_unit = 1.0 if row["currency"] == "UZS" else row["per_unit"]
    return SupplierOffer(
        offer_id=row["offer_id"],
        source=row["source"],
        title=row["title"],
        price=row["price"],
        currency=row["currency"],
        price_uzs=None if per_unit is None else round(float(row["price"]) * per_unit),
        rate_day=today if row["currency"] == "UZS" else row["rate_day"],
        least=row["least"],
        weight_grams=row["weight_grams"],
        link=row["link"],
        picture_url=row["picture"],
        seller=row["seller"],
        rating=None if row["rating"] is None else round(row["rating"], 2),
        orders=row["orders"],
        list_id=row["list_id"],
        seen_at=row["seen_at"],
    )
