"""What scores and recipes are over HTTP: typed values that are the OpenAPI schema as well. Terms: docs/score.md."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from ventra.catalog.answers import ProductRow
from ventra.core.basis import Basis
from ventra.core.estimate import Ranged
from ventra.core.score import MOST_WEIGHT

PartName = Literal["velocity", "growth", "revenue", "concentration", "price_room", "rating", "stock"]
PartUnit = Literal["units_a_day", "share", "uzs", "hhi", "stars", "days"]
WhyScore = Literal["scored", "few_parts", "little_weight", "few_products", "no_leaf", "not_yet"]
Weight = Annotated[float, Meta(ge=0, le=MOST_WEIGHT)]


class PartWeights(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much each part weighs: any numbers from 0, of which only the proportions count; what is left out weighs nothing."""

    velocity: Weight = 0.0
    growth: Weight = 0.0
    revenue: Weight = 0.0
    concentration: Weight = 0.0
    price_room: Weight = 0.0
    rating: Weight = 0.0
    stock: Weight = 0.0


class ScoreRecipe(Struct, frozen=True, kw_only=True):
    """Weights that an organisation keeps under a name; they add up to 1."""

    recipe_id: int
    name: str
    weights: PartWeights
    made_at: datetime


class ScoreRecipes(Struct, frozen=True):
    """The organisation's recipes, by name."""

    items: list[ScoreRecipe]


class RecipeWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to keep under which name."""

    name: Annotated[str, Meta(max_length=200)]
    weights: PartWeights


class RecipeChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to change of a recipe; what is left out stays."""

    name: Annotated[str, Meta(max_length=200)] | None = None
    weights: PartWeights | None = None


class ScorePlace(Struct, frozen=True):
    """The places held, from `first` to `last` of all that have a score: more than one where intervals overlap, which is a tie."""

    first: int
    last: int
    of: int


class ScorePart(Struct, frozen=True, kw_only=True):
    """A part of a score: what it measures of the product, where that stands within the leaf, and what it adds to the points.

    `label` and `reason`, why it weighs what it does by default, are in the language of Accept-Language. `weight` is its share of
    all weights, `counted` that of those of the parts that are known. `missing`: not known, and so left out. `endless`: nothing
    is sold, so that what is there lasts for ever; an end of `value` that is null lies beyond any number then.
    """

    name: PartName
    label: str
    reason: str
    unit: PartUnit
    value: Ranged
    endless: bool
    basis: Basis
    percentile: Ranged
    weight: float
    counted: float | None
    contribution: float | None
    missing: bool


class ProductScore(Struct, frozen=True, kw_only=True):
    """Where a product stands within its leaf category, 0-100, and why.

    `as_of` is the last closed day that it speaks of. `why` says why there is no score, `says` the same in words. `contribution`s
    of the parts add up to the points, whose percentile within the leaf is the score. `in_leaf` counts the goods of the leaf,
    with a score or without. `recipe` is the one that was asked for.
    """

    product_id: int
    category_id: int | None
    as_of: date | None
    in_leaf: int
    weights: PartWeights
    recipe: ScoreRecipe | None
    why: WhyScore
    says: str | None
    score: Ranged
    points: Ranged
    place: ScorePlace | None
    parts: list[ScorePart]
    missing: list[PartName]


class ScoredProduct(Struct, frozen=True, kw_only=True):
    """A product of a leaf with its score; `contributions` of parts by name add up to the points, null where one is missing."""

    product: ProductRow
    why: WhyScore
    score: Ranged
    points: Ranged
    place: ScorePlace | None
    contributions: dict[str, float | None]


class CategoryScores(Struct, frozen=True, kw_only=True):
    """A page of a leaf category's products, the most points first; those without a score come last.

    `total` are all of them, `scored` those that have one.
    """

    category_id: int
    as_of: date | None
    weights: PartWeights
    recipe: ScoreRecipe | None
    total: int
    scored: int
    next_cursor: str | None
    items: list[ScoredProduct]


class CategoryParts(Struct, frozen=True, kw_only=True):
    """Percentiles of the `parts` of all products of a leaf, of which scores by any weights are made (docs/score.md).

    A row for each of `products`, a number for each of `parts`, which is null where it is not known.
    """

    category_id: int
    as_of: date | None
    parts: list[PartName]
    products: list[int]
    percentiles: list[list[float | None]]
    lows: list[list[float | None]]
    highs: list[list[float | None]]
