"""Models of search, and what they are learned from: the catalogue's titles and its pairs in two languages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import NamedTuple

from ventra.core.search_model import RULE, Model, packed, unpacked
from ventra.infra.db import Connection

MODELS_KEPT = 2
AT_A_TIME = 5_000
MANY = 200_000


class Standing(NamedTuple):
    """The newest model, by its version and what it was learned from; version 0 where there is none of this rule."""

    version: int
    products: int
    pairs: int
    kind: str = ""
    """Whose vectors products get with it: ours where it is empty."""
    here: str = ""
    """Of which kind the index is now."""


class Size(NamedTuple):
    """How large the catalogue is: titles, and titles known in both languages, those of categories with them."""

    products: int
    pairs: int


async def standing(db: Connection) -> Standing:
    """The newest model of this release's rule."""
    row = await db.fetchrow(
        """
        SELECT version, products, pairs, kind, coalesce((SELECT kind FROM search_space), '') AS here
          FROM search_models WHERE rule = $1 ORDER BY version DESC LIMIT 1
        """,
        RULE,
    )
    return Standing(*row) if row else Standing(0, 0, 0)


async def read(db: Connection, version: int) -> Model | None:
    """A kept model; `None` when it is gone."""
    row = await db.fetchrow("SELECT body, kind FROM search_models WHERE version = $1", version)
    return None if row is None else unpacked(row["body"], version=version, kind=row["kind"])


async def keep(db: Connection, model: Model, *, pairs: int) -> int:
    """Keep a model as the newest, of the same kind as the one before; its version. Those before the last few go."""
    await db.execute("LOCK TABLE search_models IN SHARE ROW EXCLUSIVE MODE")
    version: int = await db.fetchval(
        "INSERT INTO search_models (version, rule, products, pairs, body, kind) "
        "SELECT coalesce(max(version), 0) + 1, $1, $2, $3, $4, "
        "coalesce((SELECT kind FROM search_models ORDER BY version DESC LIMIT 1), '') FROM search_models RETURNING version",
        RULE,
        model.products,
        pairs,
        packed(model),
    )
    await db.execute("DELETE FROM search_models WHERE version <= $1", version - MODELS_KEPT)
    return version


async def keep_as(db: Connection, kind: str) -> None:
    """Keep the newest model once more, with vectors of another kind from its version on."""
    await db.execute("LOCK TABLE search_models IN SHARE ROW EXCLUSIVE MODE")
    version = await db.fetchval(
        "INSERT INTO search_models (version, rule, products, pairs, body, kind) "
        "SELECT version + 1, rule, products, pairs, body, $1 FROM search_models ORDER BY version DESC LIMIT 1 "
        "RETURNING version",
        kind,
    )
    await db.execute("DELETE FROM search_models WHERE version <= $1", version - MODELS_KEPT)


async def size(db: Connection, *, whole: bool) -> Size:
    """Counted; with `whole` false a sample of many is looked at, which tells growth, but may be far off where it is uneven."""
    about = await db.fetchval(
        "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'products'::regclass"
    )
    sample = "" if whole or about <= MANY else "TABLESAMPLE SYSTEM (2)"
    row = await db.fetchrow(
        f"""
        SELECT count(*) AS looked_at, count(*) FILTER (WHERE title_folded <> '') AS products,
               count(*) FILTER (WHERE title_folded <> '' AND title_uz IS NOT NULL AND title_ru IS NOT NULL) AS pairs,
               (SELECT count(*) FROM categories WHERE title_uz IS NOT NULL AND title_ru IS NOT NULL) AS named
          FROM products {sample}
        """
    )
    times = about / max(1, row["looked_at"]) if sample else 1
    return Size(round(row["products"] * times), round(row["pairs"] * times) + row["named"])


async def titles(db: Connection) -> AsyncIterator[list[tuple[str | None, str | None]]]:
    """Titles of all products in Uzbek and Russian, some thousands at a time."""
    after = -1
    while rows := await db.fetch(
        "SELECT product_id, title_uz, title_ru FROM products WHERE product_id > $1 AND title_folded <> '' "
        "ORDER BY product_id LIMIT $2",
        after,
        AT_A_TIME,
    ):
        after = rows[-1]["product_id"]
        yield [(row["title_uz"], row["title_ru"]) for row in rows]


async def category_pairs(db: Connection) -> list[tuple[str, str]]:
    """Categories by both their names."""
    rows = await db.fetch(
        "SELECT title_uz, title_ru FROM categories WHERE title_uz IS NOT NULL AND title_ru IS NOT NULL "
        "ORDER BY category_id"
    )
    return [(row["title_uz"], row["title_ru"]) for row in rows]
