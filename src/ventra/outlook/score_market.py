"""Scores of the whole market, a pure function of what lists show of its products: where each stands within its leaf category."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.bucket import bucket_of
from ventra.core.columns import Int64
from ventra.core.percentiles import Placed
from ventra.core.profile import Float
from ventra.core.score import SCORED, Scores, score
from ventra.core.score_parts import (
    NAMES,
    price_room,
    rivals_concentration,
    shrunk_rating,
    stock_cover,
)
from ventra.infra.columns import Column
from ventra.outlook.columns import fraction
from ventra.outlook.look import RULE

MONTH = 28


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What lists show of products [n], ascending: leaf and shop (below 0: not known), price, stars, reviews, stock (NaN unknown).

    `units` and `revenue` are of 28 closed days, `growth` of 7 against 7.
    """

    product: Int64
    leaf: Int64
    seller: Int64
    price: Float
    rating: Float
    reviews: Float
    stock: Float
    units: Placed
    revenue: Placed
    growth: Placed


@dataclass(frozen=True, slots=True, eq=False)
class MarketScores:
    """Scores of products [n], with the values of their parts and the percentiles of these [n, parts]."""

    scores: Scores
    values: Placed
    parts: Placed


def score_market(shown: Shown) -> MarketScores:
    """The score of each product, with the default weights."""
    daily = Placed(*(end / MONTH for end in (shown.units.point, shown.units.low, shown.units.high)))
    values = {
        "velocity": daily,
        "growth": shown.growth,
        "revenue": shown.revenue,
        "concentration": rivals_concentration(shown.leaf, shown.seller, shown.revenue),
        "price_room": price_room(shown.leaf, shown.price),
        "rating": shrunk_rating(shown.leaf, shown.rating, shown.reviews),
        "stock": stock_cover(shown.stock, daily),
    }
    found, parts = score(shown.leaf, values)
    laid = Placed(
        *(np.column_stack([getattr(values[name], end) for name in NAMES]) for end in ("point", "low", "high"))
    )
    return MarketScores(found, laid, parts)


def columns_of(shown: Shown, found: MarketScores, as_of: int) -> dict[str, Column]:
    """The rows of `product_scores` as of a day number."""
    count, scores = len(shown.product), found.scores
    unranked = scores.why != SCORED
    return {
        "bucket": Column("smallint", bucket_of(shown.product)),
        "product_id": Column("bigint", shown.product),
        "category_id": Column("bigint", shown.leaf, shown.leaf < 0),
        "as_of": Column("date", np.full(count, as_of)),
        "rule": Column("smallint", np.full(count, RULE)),
        **_placed("score", scores.score),
        **_placed("points", scores.points),
        "rank": Column("integer", scores.rank, unranked),
        "tied": Column("integer", scores.tied, unranked),
        "products": Column("integer", scores.products),
        "why": Column("smallint", scores.why),
        **_arrays("value", found.values),
        **_arrays("part", found.parts),
    }


def _placed(name: str, values: Placed) -> dict[str, Column]:
    return {
        name: fraction(values.point),
        f"{name}_low": fraction(values.low),
        f"{name}_high": fraction(values.high),
    }


def _arrays(name: str, values: Placed) -> dict[str, Column]:
    return {
        name: Column("double precision[]", values.point),
        f"{name}_low": Column("double precision[]", values.low),
        f"{name}_high": Column("double precision[]", values.high),
    }
