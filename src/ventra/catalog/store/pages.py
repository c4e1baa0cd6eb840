"""What pages say of the catalogue, written set-wise: categories, products, variants, and at last sellers.

Called after the observations of the same pages are merged: that makes the product's row, locks it in sorted order and keeps
the newest state. Here only what is not a number over time is written, never by an older page over a newer one, and a title
that is known is never overwritten with nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from ventra.catalog.store.moves import Told, moves_of, note_moves
from ventra.core.bucket import bucket_of
from ventra.core.product import ProductPage
from ventra.core.text import fold
from ventra.infra.db import Connection, Row

Seen = tuple[ProductPage, datetime]


class CategoryTitle(msgspec.Struct, frozen=True):
    """A category as seen once: path from the topmost to itself, and the title in the languages it was seen in."""

    category_id: int
    parent_id: int | None
    path: tuple[int, ...]
    title_uz: str | None = None
    title_ru: str | None = None


async def upsert_pages(db: Connection, seen: Sequence[Seen]) -> None:
    """Write a batch of pages inside the caller's transaction; a product that comes twice counts with its newest page."""
    pages = _newest(seen)
    if not pages:
        return
    await upsert_categories(db, _categories(page for page, _ in pages))
    await _upsert_products(db, pages)
    await _name_variants(db, pages)


def _newest(seen: Sequence[Seen]) -> list[Seen]:
    newest = {page.product_id: (page, at) for page, at in sorted(seen, key=lambda one: one[1])}
    return [newest[product_id] for product_id in sorted(newest)]


async def upsert_categories(db: Connection, categories: Iterable[CategoryTitle]) -> None:
    """Write categories; rows that would not change are not even locked, for every batch names the same few."""
    rows = sorted(categories, key=lambda category: category.category_id)
    await db.execute(
        """
        INSERT INTO categories AS c (category_id, parent_id, path, title_uz, title_ru)
        SELECT n.id, n.parent, string_to_array(n.path, ',')::bigint[], n.uz, n.ru
          FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[]) AS n(id, parent, path, uz, ru)
          LEFT JOIN categories o ON o.category_id = n.id
         WHERE o.category_id IS NULL
            OR (o.parent_id, o.path, o.title_uz, o.title_ru) IS DISTINCT FROM
               (n.parent, string_to_array(n.path, ',')::bigint[], coalesce(n.uz, o.title_uz), coalesce(n.ru, o.title_ru))
         ORDER BY n.id
        ON CONFLICT (category_id) DO UPDATE
           SET parent_id = excluded.parent_id, path = excluded.path, seen_at = now(),
               title_uz = coalesce(excluded.title_uz, c.title_uz), title_ru = coalesce(excluded.title_ru, c.title_ru)
        """,
        [row.category_id for row in rows],
        [row.parent_id for row in rows],
        [",".join(map(str, row.path)) for row in rows],
        [row.title_uz for row in rows],
        [row.title_ru for row in rows],
    )


async def mark_gone(db: Connection, product_ids: Sequence[int], now: datetime) -> None:
    """These products the marketplace says do not exist; those never seen stay unknown."""
    if not product_ids:
        return
    await db.execute(
        "UPDATE products SET state = 'gone', gone_since = $2 WHERE product_id IN (SELECT product_id FROM products"
        " WHERE product_id = ANY($1) AND state <> 'gone' ORDER BY product_id FOR NO KEY UPDATE)",
        sorted(product_ids),
        now,
    )


def _categories(pages: Iterable[ProductPage]) -> list[CategoryTitle]:
    """The paths of all pages; titles on product pages are in Uzbek, the language pages are asked for in."""
    return list(
        {
            node.id: CategoryTitle(
                node.id, node.parent_id, page.category[: depth + 1], title_uz=node.title.strip() or None
            )
            for page in pages
            for depth, node in enumerate(page.categories)
        }.values()
    )


async def upsert_sellers(db: Connection, seen: Sequence[Seen]) -> None:
    """Write the shops of a batch of pages, late in the caller's transaction: who meets the same shops waits from here on."""
    sellers = {page.seller.id: (page.seller, at) for page, at in _newest(seen)}
    if not sellers:
        return
    rows = [sellers[seller_id] for seller_id in sorted(sellers)]
    await db.execute(
        """
        INSERT INTO sellers AS s (seller_id, title, slug, orders_total, reviews_total, rating_x100, seen_at, account_id)
        SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::smallint[],
                             $7::timestamptz[], $8::bigint[]) AS n(id) ORDER BY n.id
        ON CONFLICT (seller_id) DO UPDATE
           SET title = coalesce(excluded.title, s.title), slug = coalesce(excluded.slug, s.slug),
               orders_total = excluded.orders_total, reviews_total = excluded.reviews_total,
               rating_x100 = excluded.rating_x100, seen_at = excluded.seen_at,
               account_id = coalesce(excluded.account_id, s.account_id)
         WHERE s.seen_at <= excluded.seen_at
        """,
        [seller.id for seller, _ in rows],
        [seller.title.strip() or None for seller, _ in rows],
        [seller.slug.strip() or None for seller, _ in rows],
        [seller.orders_total for seller, _ in rows],
        [seller.reviews_total for seller, _ in rows],
        [None if seller.rating is None else round(seller.rating * 100) for seller, _ in rows],
        [at for _, at in rows],
        [seller.account_id for seller, _ in rows],
    )


async def _upsert_products(db: Connection, pages: Sequence[Seen]) -> None:
    """Titles seen in one language only are folded together with the other one that is known already.

    Rows that would not change are not written: nearly all pages say what they said the last time.
    """
    known = {
        row["product_id"]: row
        for row in await db.fetch(
            """
            SELECT p.product_id, p.title_uz, p.title_ru, p.title_folded, p.category_id, p.seller_id, p.photo_key, p.state,
                   l.seen_at
              FROM products p LEFT JOIN product_latest l USING (product_id) WHERE p.product_id = ANY($1)
            """,
            [page.product_id for page, _ in pages],
        )
    }
    told = [(_told(page, at, known.get(page.product_id)), at) for page, at in pages]
    rows = [row for row, _ in told if row is not None]
    if not rows:
        return
    await note_moves(
        db, [move for row, at in told if row for move in moves_of(known.get(row.product_id), row, at)]
    )
    await db.execute(
        """
        INSERT INTO products AS p (product_id, bucket, title_uz, title_ru, title_folded, category_id, seller_id, photo_key)
        SELECT * FROM unnest($1::bigint[], $2::smallint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
                             $8::text[]) AS n(id) ORDER BY n.id
        ON CONFLICT (product_id) DO UPDATE
           SET state = 'active', gone_since = NULL, title_uz = excluded.title_uz, title_ru = excluded.title_ru,
               title_folded = excluded.title_folded, category_id = excluded.category_id, seller_id = excluded.seller_id,
               photo_key = excluded.photo_key
        """,
        [row.product_id for row in rows],
        [bucket_of(row.product_id) for row in rows],
        [row.title_uz for row in rows],
        [row.title_ru for row in rows],
        [row.title_folded for row in rows],
        [row.category_id for row in rows],
        [row.seller_id for row in rows],
        [row.photo_key for row in rows],
    )


def _told(page: ProductPage, at: datetime, known: Row | None) -> Told | None:
    """The row as this page makes it; `None` when a newer page has been seen or the row says the same already."""
    if known is not None and known["seen_at"] is not None and known["seen_at"] > at:
        return None
    uz, ru, photo_key = page.titles.uz, page.titles.ru, page.photo_key
    if known is not None:
        uz, ru, photo_key = uz or known["title_uz"], ru or known["title_ru"], photo_key or known["photo_key"]
    folded = fold(f"{uz or ''} {ru or ''}")
    told = Told(page.product_id, uz, ru, folded, page.category[-1], page.seller.id, photo_key)
    if known is not None and told == Told(**{name: known[name] for name in Told.__struct_fields__}):
        return None
    return told


async def _name_variants(db: Connection, pages: Sequence[Seen]) -> None:
    """What variants are called and how they are delivered; merging has made their rows."""
    rows = [(page.product_id, sku, at) for page, at in pages for sku in page.skus]
    await db.execute(
        """
        UPDATE variants v SET characteristics = n.characteristics, fulfilment = coalesce(n.fulfilment, v.fulfilment)
          FROM unnest($1::bigint[], $2::bigint[], $3::jsonb[], $4::text[], $5::timestamptz[])
               AS n(product_id, sku_id, characteristics, fulfilment, seen_at)
         WHERE v.product_id = n.product_id AND v.sku_id = n.sku_id AND v.seen_at <= n.seen_at
           AND (v.characteristics, v.fulfilment) IS DISTINCT FROM
               (n.characteristics, coalesce(n.fulfilment, v.fulfilment))
        """,
        [product_id for product_id, _, _ in rows],
        [sku.sku_id for _, sku, _ in rows],
        [sku.characteristics for _, sku, _ in rows],
        [sku.fulfilment for _, sku, _ in rows],
        [at for _, _, at in rows],
    )
