"""What scores answer over HTTP: typed values that are the OpenAPI schema as well. Terms: docs/score.md."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from ventra.catalog.answers import ProductRow
from ventra.core.estimate import Ranged

ScorePartName = Literal["velocity", "growth", "revenue", "concentration", "price_room", "rating", "stock"]
ScoreWhy = Literal["scored", "few_parts", "little_weight", "few_products", "no_leaf"]


class ScorePart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a score: its value in its own unit, its percentile within the leaf, and what it adds to the points.

    `weight` is its share of the parts that are known. A part that is `missing` is left out, and never counts as 0. A value that
    is null though the part is there has no end: stock of what does not sell.
    """

    name: ScorePartName
    missing: bool
    weight: float | None
    value: Ranged
    percentile: Ranged
    contribution: float | None


class ProductScore(msgspec.Struct, frozen=True, kw_only=True):
    """Where a product stands within its leaf category, 0-100, of the `products` that have a score.

    `why` says whether there is one, or why not; null before the first night that saw it. `points` are the sum of the parts'
    contributions, `score` is their percentile. A `rank` is shared by `tied` products, none of which is surely better than
    another. `weights` are those it was made with; they add up to 1.
    """

    product_id: int
    category_id: int | None
    as_of: date | None
    why: ScoreWhy | None
    score: Ranged
    points: Ranged
    rank: int | None
    tied: int | None
    products: int
    weights: dict[ScorePartName, float]
    parts: list[ScorePart]


class ScoredRow(msgspec.Struct, frozen=True, kw_only=True):
    """A product by its points; `percentiles` are those of its parts in their order, null where one is not known."""

    rank: int
    tied: int
    product: ProductRow
    score: Ranged
    points: Ranged
    percentiles: list[float | None]


class CategoryScores(msgspec.Struct, frozen=True, kw_only=True):
    """The products of a leaf category by points, the most first; `total` of its `products` have a score by these weights."""

    category_id: int
    weights: dict[ScorePartName, float]
    parts: list[ScorePartName]
    products: int
    total: int
    next_cursor: str | None
    items: list[ScoredRow]
