"""Scores of a product and of a leaf category, by the default weights or by others."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any, get_args

import numpy as np

from ventra.catalog import cursor as cursors
from ventra.catalog.store import lists
from ventra.core.columns import Int64
from ventra.core.score import SCORED, Scores, scored
from ventra.core.texts import Language
from ventra.errors import BadInput
from ventra.outlook.score_answers import (
    CategoryParts,
    CategoryScores,
    PartName,
    ProductScore,
    ScoredProduct,
    WhyScore,
)
from ventra.outlook.score_told import (
    NOT_KNOWN,
    contributions,
    kept_range,
    parts_of,
    place_of,
    ranged,
    says,
    why_of,
)
from ventra.outlook.score_weights import Weighing
from ventra.outlook.store import scores
from ventra.outlook.store.scores import KeptParts

MOST_AT_ONCE = 2_000
"""Products of a leaf whose parts are given all at once."""
_SORT = "-points"


async def of_product(db: Any, product_id: int, by: Weighing, language: Language) -> ProductScore:
    """A product's score; `NotFound` when VENTRA has never met it."""
    leaf = await scores.leaf_of(db, product_id)
    row = await scores.of_product(db, product_id)
    if row is None:
        why: WhyScore = "no_leaf" if leaf is None else "not_yet"
        return ProductScore(
            product_id=product_id,
            category_id=leaf,
            as_of=None,
            in_leaf=0,
            weights=by.told,
            recipe=by.recipe,
            why=why,
            says=says(why, language),
            score=NOT_KNOWN,
            points=NOT_KNOWN,
            place=None,
            parts=[],
            missing=[],
        )
    told = await _anew(db, row, by) if by.own else _as_kept(row)
    parts = parts_of(row, by.weights, language)
    return ProductScore(
        product_id=product_id,
        category_id=row["category_id"],
        as_of=row["as_of"],
        in_leaf=row["in_leaf"],
        weights=by.told,
        recipe=by.recipe,
        says=says(told["why"], language),
        parts=parts,
        missing=[part.name for part in parts if part.missing],
        **told,
    )


def _as_kept(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "why": why_of(row["why"]),
        "score": kept_range(row, "score"),
        "points": kept_range(row, "points"),
        "place": place_of(row["rank"], row["tied"], row["of_products"]),
    }


async def _anew(db: Any, row: Mapping[str, Any], by: Weighing) -> dict[str, Any]:
    leaf = await scores.parts_of_leaf(db, row["category_id"])
    made = await _made(leaf, by)
    return _told(made, int(np.searchsorted(leaf.product, row["product_id"])))


async def _made(leaf: KeptParts, by: Weighing) -> Scores:
    one = np.zeros(len(leaf.product), np.int64)
    return await asyncio.to_thread(scored, one, leaf.parts, by.weights)


def _told(made: Scores, at: int) -> dict[str, Any]:
    return {
        "why": why_of(int(made.why[at])),
        "score": ranged(made.score, at),
        "points": ranged(made.points, at),
        "place": place_of(int(made.rank[at]), int(made.tied[at]), int(made.products[at])),
    }


async def of_category(
    db: Any,
    category_id: int,
    by: Weighing,
    *,
    limit: int,
    cursor: str | None,
    now: datetime,
    simulated: bool,
) -> CategoryScores:
    """A page of a leaf's products; `NotFound` for no such category, `BadInput` for a cursor of another order."""
    await scores.must_be_category(db, category_id)
    leaf = await scores.parts_of_leaf(db, category_id)
    made = await _made(leaf, by)
    order = _order(leaf, made)
    sort = f"{_SORT}:" + ",".join(f"{name}:{weight:.6g}" for name, weight in by.weights.items())
    start = 0 if cursor is None else _after(cursor, sort, leaf, made, order)
    shown = order[start : start + limit].tolist()
    ids = [int(leaf.product[at]) for at in shown]
    named = {row.product_id: row for row in await lists.load(db, ids, now=now, simulated=simulated)}
    following = None
    if start + limit < len(order):
        last = made.points.point[shown[-1]]
        following = cursors.write(sort, None if np.isnan(last) else float(last), ids[-1])
    return CategoryScores(
        category_id=category_id,
        as_of=leaf.as_of,
        weights=by.told,
        recipe=by.recipe,
        total=len(order),
        scored=int((made.why == SCORED).sum()),
        next_cursor=following,
        items=[
            ScoredProduct(product=named[product], contributions=contributions(made, at), **_told(made, at))
            for at, product in zip(shown, ids, strict=True)
            if product in named
        ],
    )


def _order(leaf: KeptParts, made: Scores) -> Int64:
    """The most points first; those without any come last, as NaN sorts."""
    return np.lexsort((leaf.product, -made.points.point))


def _after(cursor: str, sort: str, leaf: KeptParts, made: Scores, order: Int64) -> int:
    """How many stand up to where a page ended."""
    value, product = cursors.read(cursor, sort=sort, kind=float)
    points, ids = made.points.point[order], leaf.product[order]
    none = np.isnan(points)
    if not isinstance(value, float):
        return int((~none | (ids <= product)).sum())
    return int((~none & ((points > value) | ((points == value) & (ids <= product)))).sum())


async def parts_of_category(db: Any, category_id: int) -> CategoryParts:
    """What scores of a leaf are made of; `BadInput` for one of more than `MOST_AT_ONCE` products."""
    await scores.must_be_category(db, category_id)
    if await scores.count_of_leaf(db, category_id) > MOST_AT_ONCE:
        raise BadInput(
            f"this category has more than {MOST_AT_ONCE} products: ask for its scores with weights",
            field="category_id",
        )
    leaf = await scores.parts_of_leaf(db, category_id)
    names: tuple[PartName, ...] = get_args(PartName)
    return CategoryParts(
        category_id=category_id,
        as_of=leaf.as_of,
        parts=list(names),
        products=leaf.product.tolist(),
        percentiles=leaf.parts.point.tolist(),
        lows=leaf.parts.low.tolist(),
        highs=leaf.parts.high.tolist(),
    )
