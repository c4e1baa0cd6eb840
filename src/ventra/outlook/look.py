"""The first pass over the market, a pure function of goods: trends, newcomers, and what categories and shops sell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import numpy as np

from ventra.core.columns import Int64
from ventra.core.rising import Newcomers, newcomers
from ventra.core.trend import SPAN, Trends, trends
from ventra.outlook.goods import Goods
from ventra.outlook.promotions import under_promotion
from ventra.outlook.together import Parts, parts_of

RULE = 4
"""How an outlook is made; kept with each, and another one makes all of them anew."""
T = TypeVar("T", Trends, Newcomers)


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """Of some products [n], ascending: where they stand, their trends, and which of them are new."""

    product: Int64
    category: Int64
    seller: Int64
    first_seen: Int64
    trends: Trends
    new: Newcomers


@dataclass(frozen=True, slots=True, eq=False)
class LookedAt:
    """What a folder comes to: its products, and what these add to their own categories and to their shops."""

    products: Looked
    categories: Parts
    sellers: Parts


def look(goods: Goods, last_day: int) -> LookedAt:
    """Judge each product by its own days up to `last_day`, and add them up by category and shop."""
    how = {"last_day": last_day, "span": SPAN}
    return LookedAt(
        looked(goods, last_day),
        parts_of(goods, goods.category, **how),
        parts_of(goods, goods.seller, **how),
    )


def looked(goods: Goods, last_day: int) -> Looked:
    """Judge each product by its own days up to `last_day`."""
    how = {"last_day": last_day, "span": SPAN}
    count = len(goods)
    out = np.nan_to_num(goods.laid(goods.out, **how))
    return Looked(
        goods.product,
        goods.category,
        goods.seller,
        goods.first_seen,
        trends(
            goods.days,
            subjects=count,
            last_day=last_day,
            out=out,
            off=under_promotion(goods.laid(goods.price, **how)),
            span=SPAN,
        ),
        newcomers(goods.days, goods.first_seen, subjects=count, last_day=last_day, out=out),
    )


def look_at_parts(parts: Parts, last_day: int) -> Trends:
    """Judge categories or shops by the days of all their products."""
    return trends(parts.days(last_day=last_day), subjects=len(parts.group), last_day=last_day, span=SPAN)


def looked_together(folders: Sequence[Looked]) -> Looked:
    """All products of several folders, ascending."""
    order = np.argsort(np.concatenate([one.product for one in folders]))
    product, category, seller, first_seen = (
        np.concatenate([getattr(one, name) for one in folders])[order]
        for name in ("product", "category", "seller", "first_seen")
    )
    return Looked(
        product,
        category,
        seller,
        first_seen,
        joined([one.trends for one in folders], order),
        joined([one.new for one in folders], order),
    )


def joined(parts: Sequence[T], order: Int64 | None = None) -> T:
    """Columns of several put behind each other, and their rows in another order."""
    whole = {
        field.name: np.concatenate([getattr(one, field.name) for one in parts]) for field in fields(parts[0])
    }
    return type(parts[0])(**{name: part if order is None else part[order] for name, part in whole.items()})
