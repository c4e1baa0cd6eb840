"""Queries that an organisation watches, and where its goods stood when they were looked up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

Row = Mapping[str, Any]
MOST_QUERIES = 50
"""Of an organisation: each is two searches a day of a budget that all share."""
MOST_RANKED = 20
_FORMS = """
SELECT q.query_id, q.made_at, f.language, f.text FROM watched_queries q
CROSS JOIN LATERAL (VALUES ('uz', q.text_uz), ('ru', q.text_ru)) AS f(language, text)
WHERE q.org_id = $1 AND f.text IS NOT NULL
"""
_LISTED = f"""
WITH forms AS MATERIALIZED ({_FORMS}), seen AS MATERIALIZED (
    SELECT f.*, t.last_outcome, t.ideas, l.seen_at, l.products, l.total, b.seen_at AS before_at, b.products AS products_before
    FROM forms f LEFT JOIN search_texts t ON t.language = f.language AND t.text = f.text
    LEFT JOIN LATERAL (
        SELECT * FROM search_looks k WHERE k.language = f.language AND k.text = f.text ORDER BY k.seen_at DESC LIMIT 1
    ) l ON true
    LEFT JOIN LATERAL (
        SELECT * FROM search_looks k WHERE k.language = f.language AND k.text = f.text
        AND k.seen_at <= l.seen_at - interval '6 days 12 hours' ORDER BY k.seen_at DESC LIMIT 1
    ) b ON true
)
SELECT s.query_id, s.made_at, s.language, s.text, s.last_outcome, s.ideas, s.seen_at, s.before_at, s.total,
       cardinality(s.products) AS shown, r.ids, r.ranks, r.befores, r.uz, r.ru
FROM seen s LEFT JOIN LATERAL (
    SELECT array_agg(product_id) AS ids, array_agg(rank) AS ranks, array_agg(rank_before) AS befores,
           array_agg(title_uz) AS uz, array_agg(title_ru) AS ru
    FROM (
        SELECT p.product_id, p.title_uz, p.title_ru, array_position(s.products, p.product_id) AS rank,
               array_position(s.products_before, p.product_id) AS rank_before
        FROM trackers t JOIN products p ON p.product_id = t.product_id
        WHERE t.org_id = $1 AND (t.product_id = ANY(s.products) OR t.product_id = ANY(s.products_before))
        ORDER BY 4 NULLS LAST, 5, 1 LIMIT {MOST_RANKED}
    ) ranked
) r ON true
ORDER BY s.query_id DESC, s.language DESC
"""
_POSITIONS = f"""
SELECT f.query_id, f.language, f.text, l.seen_at, array_position(l.products, $2::bigint) AS rank, cardinality(l.products) AS shown
FROM ({_FORMS}) f JOIN search_looks l ON l.language = f.language AND l.text = f.text AND l.seen_at >= $3
ORDER BY f.query_id DESC, f.language DESC, l.seen_at
"""


async def listed(db: Any, org_id: int) -> list[Row]:
    """Each form of an organisation's queries with its last look and the tracked products in it."""
    return list(await db.fetch(_LISTED, org_id))


async def positions(db: Any, org_id: int, product_id: int, *, now: datetime, days: int) -> list[Row]:
    """Every look at an organisation's queries within so many days, and where a product stood."""
    return list(await db.fetch(_POSITIONS, org_id, product_id, now - timedelta(days=days)))


async def count(db: Any, org_id: int) -> int:
    """How many an organisation watches."""
    found: int = await db.fetchval("SELECT count(*) FROM watched_queries WHERE org_id = $1", org_id)
    return found


async def add(
    db: Any, org_id: int, made_by: int | None, *, uz: str | None, ru: str | None, folded: str
) -> int | None:
    """A new query, due at once; its number, `None` when there is the same already."""
    made: int | None = await db.fetchval(
        "INSERT INTO watched_queries (org_id, made_by, text_uz, text_ru, folded) VALUES ($1, $2, $3, $4, $5) "
        "ON CONFLICT (org_id, folded) DO NOTHING RETURNING query_id",
        org_id, made_by, uz, ru, folded,
    )  # fmt: skip
    await db.execute(
        "INSERT INTO search_texts (language, text, due_at) SELECT *, now() FROM unnest($1::text[], $2::text[]) "
        "ON CONFLICT DO NOTHING",
        [language for language, text in (("uz", uz), ("ru", ru)) if text],
        [text for text in (uz, ru) if text],
    )
    return made


async def remove(db: Any, org_id: int, query_id: int) -> bool:
    """Watch a query no more; whether there was one. What was seen stays, for others may watch the same."""
    gone = await db.fetchval(
        "DELETE FROM watched_queries WHERE org_id = $1 AND query_id = $2 RETURNING true", org_id, query_id
    )
    return bool(gone)
