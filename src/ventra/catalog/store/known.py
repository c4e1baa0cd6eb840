"""What files tell of products: titles, category, seller. It fills what is unknown and never overwrites what a page said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ventra.core.observation import Known
from ventra.core.text import clean, fold

LONGEST_TITLE = 10_000


async def fill_known(db: Any, told: Sequence[Known]) -> None:
    """Fill unknown titles, categories and sellers of products that are there already; later records win among themselves."""
    newest = {known.product_id: known for known in told}
    ids = sorted(newest)
    rows = [newest[product_id] for product_id in ids]
    uz = [_title(known.titles.uz) if known.titles else None for known in rows]
    ru = [_title(known.titles.ru) if known.titles else None for known in rows]
    await db.execute(
        """
        UPDATE products p SET title_uz = coalesce(p.title_uz, n.uz), title_ru = coalesce(p.title_ru, n.ru),
               title_folded = CASE WHEN p.title_folded = '' THEN n.folded ELSE p.title_folded END,
               category_id = coalesce(p.category_id, n.category), seller_id = coalesce(p.seller_id, n.seller)
          FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[])
               AS n(id, uz, ru, folded, category, seller)
         WHERE p.product_id = n.id AND (
               p.title_uz IS NULL AND n.uz IS NOT NULL OR p.title_ru IS NULL AND n.ru IS NOT NULL
               OR p.category_id IS NULL AND n.category IS NOT NULL OR p.seller_id IS NULL AND n.seller IS NOT NULL)
        """,
        ids,
        uz,
        ru,
        [fold(f"{a or ''} {b or ''}") for a, b in zip(uz, ru, strict=True)],
        [known.category_id for known in rows],
        [known.seller_id for known in rows],
    )


async def watch_imported(
    db: Any, product_ids: Iterable[int], *, every_seconds: int, within_seconds: int
) -> None:
    """Put products met in a file under watch, their first visits spread over `within_seconds`, not all at once."""
    await db.execute(
        """
        INSERT INTO watch (product_id, every_seconds, due_at)
        SELECT id, $2, now() + make_interval(secs => $3 * (ventra_bucket(id) + 1) / 1024.0)
          FROM unnest($1::bigint[]) AS n(id) ORDER BY id ON CONFLICT (product_id) DO NOTHING
        """,
        sorted(set(product_ids)),
        every_seconds,
        within_seconds,
    )


async def name_sellers(db: Any, sellers: Sequence[tuple[int, str, str]]) -> None:
    """Names of shops (id, title, slug) from a file, for those no page has named yet."""
    rows = sorted(sellers)
    await db.execute(
        "INSERT INTO sellers (seller_id, title, slug) SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[]) "
        "ON CONFLICT (seller_id) DO NOTHING",
        [row[0] for row in rows],
        [row[1] for row in rows],
        [row[2] for row in rows],
    )


def _title(text: str | None) -> str | None:
    return clean(text[:LONGEST_TITLE]).strip() or None if text else None
