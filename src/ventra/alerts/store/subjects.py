"""What a rule speaks of: the products of its scope, and the newcomers of its category."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ventra.alerts.answers import Subject, SubjectKind
from ventra.catalog.answers import photo_url
from ventra.core.product import Titles

_TRACKED = "JOIN trackers t ON t.product_id = p.product_id AND t.org_id = $1"
_MARKED = (
    f"{_TRACKED} JOIN marked_products m ON m.product_id = p.product_id AND m.org_id = $1 AND m.mark = '{{}}'"
)
_BELOW = (
    "WHERE p.category_id = ANY(ARRAY("
    "SELECT category_id FROM categories WHERE path @> ARRAY[$2::bigint] UNION ALL SELECT $2))"
)
_OF = {
    "product": "WHERE p.product_id = $2",
    "list": f"{_TRACKED} JOIN listed_products l ON l.org_id = $1 AND l.list_id = $2 AND l.product_id = p.product_id",
    "tracked": _TRACKED,
    "mine": _MARKED.format("mine"),
    "rivals": _MARKED.format("rival"),
    "category": _BELOW,
    "seller": "WHERE p.seller_id = $2",
    "search": "WHERE p.words @@ to_tsquery('simple', $3)",
}
"""The scope's products; every question takes organisation, number and words, whether it needs them or not."""
_ASKED = "(SELECT $1::bigint AS org, $2::bigint AS number, $3::text AS words) asked CROSS JOIN products p"
# A category that was only just found has all its goods as newcomers: its first weeks tell nothing.
_NEWCOMERS = """
WITH goods AS MATERIALIZED (
    SELECT a.asked, p.seller_id, ((p.first_seen + interval '5 hours') AT TIME ZONE 'UTC')::date AS day
    FROM unnest($1::bigint[]) AS a(asked) JOIN products p ON p.category_id = ANY(ARRAY(
        SELECT category_id FROM categories WHERE path @> ARRAY[a.asked] UNION ALL SELECT a.asked))
    WHERE p.first_seen IS NOT NULL
), since AS (SELECT asked, min(day) + $4::integer AS from_day FROM goods GROUP BY asked),
shops AS (SELECT asked, seller_id, min(day) AS day FROM goods WHERE seller_id IS NOT NULL GROUP BY asked, seller_id)
SELECT s.asked, d.day::date AS day,
       (SELECT count(*) FROM goods g WHERE g.asked = s.asked AND g.day = d.day) AS products,
       (SELECT count(*) FROM shops h WHERE h.asked = s.asked AND h.day = d.day) AS sellers
FROM since s CROSS JOIN LATERAL generate_series(greatest($2::date, s.from_day), $3::date, interval '1 day') AS d(day)
ORDER BY s.asked, d.day
"""
SETTLES_DAYS = 14


async def products(
    db: Any, org_id: int, scope: str, scope_id: int | None, words: str | None, *, at_most: int
) -> tuple[list[int], int]:
    """The products of a scope, those that sell most first, and how many there are in all."""
    of = _OF[scope]
    rows = await db.fetch(
        f"SELECT p.product_id, count(*) OVER () AS n FROM {_ASKED} LEFT JOIN sales_figures f ON f.product_id = p.product_id "
        f"{of} ORDER BY f.units_28 DESC NULLS LAST, p.product_id LIMIT $4",
        org_id,
        scope_id,
        words,
        at_most,
    )
    return [row["product_id"] for row in rows], rows[0]["n"] if rows else 0


async def newcomers(
    db: Any, category_ids: Sequence[int], first: date, last: date
) -> list[tuple[int, date, int, int]]:
    """By category and day (from `first` to `last`): how many products and shops were met for the first time."""
    rows = await db.fetch(_NEWCOMERS, list(category_ids), first, last, SETTLES_DAYS)
    return [(row["asked"], row["day"], row["products"], row["sellers"]) for row in rows]


_CALLED = {
    "product": "SELECT product_id AS id, title_uz, title_ru, photo_key FROM products WHERE product_id = ANY($1)",
    "category": "SELECT category_id AS id, title_uz, title_ru, NULL AS photo_key FROM categories WHERE category_id = ANY($1)",
    "seller": "SELECT seller_id AS id, title AS title_uz, title AS title_ru, NULL AS photo_key FROM sellers "
    "WHERE seller_id = ANY($1)",
}


async def described(db: Any, kind: SubjectKind, ids: Sequence[int], *, simulated: bool) -> dict[int, Subject]:
    """What products, categories or shops are called."""
    rows = await db.fetch(_CALLED[kind], list(ids))
    return {
        row["id"]: Subject(
            kind=kind,
            id=row["id"],
            titles=Titles(row["title_uz"], row["title_ru"]),
            photo_url=photo_url(row["photo_key"], simulated=simulated) if row["photo_key"] else None,
        )
        for row in rows
    }
