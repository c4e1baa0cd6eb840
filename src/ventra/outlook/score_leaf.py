"""Scores of whole leaf categories, a pure function of what their goods sell, cost, and have in stock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Int64
from ventra.core.percentiles import Placed
from ventra.core.profile import Float
from ventra.core.score import Scores, part_percentiles, scored
from ventra.core.score_parts import NAMES, price_room, rivals_concentration, shrunk_rating, stock_cover

RULE = 1
"""How a score is made; noted with each leaf, and another one makes all of them anew."""
KEPT_DECIMALS = 2
"""To hundredths percentiles of parts are kept: scores are made of what is kept, so that they can be made again."""


@dataclass(frozen=True, slots=True, eq=False)
class LeafGoods:
    """Goods of whole leaves [n]; `seller` below 0 and NaN are not known. `basis` is that of what they sold in 28 days.

    `velocity` is units a day and `revenue` soʻm over 28 closed days, `growth` that of 7 against the 7 before, `daily` units a day
    that are forecast; `price` in soʻm, `rating` in stars, `reviews` and `stock` counted.
    """

    product: Int64
    leaf: Int64
    seller: Int64
    basis: Int64
    velocity: Placed
    growth: Placed
    revenue: Placed
    daily: Placed
    price: Float
    rating: Float
    reviews: Float
    stock: Float


@dataclass(frozen=True, slots=True, eq=False)
class LeafScores:
    """Scores of goods of whole leaves [n], with the percentiles and the values of their parts [n, parts]."""

    product: Int64
    leaf: Int64
    basis: Int64
    values: Placed
    percentiles: Placed
    scores: Scores


def score_leaves(goods: LeafGoods) -> LeafScores:
    """Score goods by the default weights."""
    values = values_of(goods)
    parts = hundredths(part_percentiles(goods.leaf, values))
    columns = (
        np.column_stack([getattr(values[name], end) for name in NAMES]) for end in ("point", "low", "high")
    )
    return LeafScores(
        goods.product, goods.leaf, goods.basis, Placed(*columns), parts, scored(goods.leaf, parts)
    )


def values_of(goods: LeafGoods) -> Mapping[str, Placed]:
    """What each part measures."""
    return {
        "velocity": goods.velocity,
        "growth": goods.growth,
        "revenue": goods.revenue,
        "concentration": rivals_concentration(goods.leaf, goods.seller, goods.revenue),
        "price_room": price_room(goods.leaf, goods.price),
        "rating": shrunk_rating(goods.leaf, goods.rating, goods.reviews),
        "stock": stock_cover(goods.stock, goods.daily),
    }


def hundredths(parts: Placed) -> Placed:
    """Percentiles as they are kept."""
    return Placed(*(np.round(end, KEPT_DECIMALS) for end in (parts.point, parts.low, parts.high)))
