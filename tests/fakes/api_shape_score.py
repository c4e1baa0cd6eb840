"""The stand-in's scores: a leaf of sixty goods with gaps, ties, one that sells nothing and one of which too little is known."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import msgspec
import numpy as np

from fakes.api_shape_shelf import PRODUCT_IDS, row, stamp, today_of
from ventra.core.percentiles import Placed
from ventra.core.score import DEFAULT_WEIGHTS, scored
from ventra.core.score_parts import NAMES
from ventra.core.texts import language_of
from ventra.outlook.score_leaf import LeafGoods, LeafScores, score_leaves
from ventra.outlook.score_told import parts_of, place_of, ranged, says, why_of

Json = dict[str, Any]
LEAF = 123
NO_STOCK, SELLS_NOTHING, UNKNOWN = 1, 2, 3
"""By place: of which no stock is known, which sells nothing, and of which next to nothing is known."""
ENDS = (("", "point"), ("_low", "low"), ("_high", "high"))


@cache
def night() -> LeafScores:
    """The leaf as a night scored it."""
    rng = np.random.default_rng(6)
    count = len(PRODUCT_IDS)
    velocity = np.sort(rng.gamma(1.2, 6.0, count))[::-1].copy()
    velocity[SELLS_NOTHING] = 0.0
    price = rng.integers(20, 400, count) * 1_000.0
    growth = rng.normal(0.05, 0.3, count)
    stock = rng.integers(0, 900, count).astype(float)
    stock[NO_STOCK] = np.nan
    units = Placed(velocity, velocity * 0.85, velocity * 1.2)
    for end in (units.point, units.low, units.high, growth, price, stock):
        end[UNKNOWN] = np.nan
    revenue = Placed(*(np.round(28 * end * price) for end in (units.point, units.low, units.high)))
    reviews = rng.integers(0, 400, count).astype(float)
    goods = LeafGoods(
        product=np.array(PRODUCT_IDS),
        leaf=np.full(count, LEAF),
        seller=np.arange(count) % 7,
        basis=np.where(np.arange(count) % 3 > 0, 1, 2),
        velocity=units,
        growth=Placed(growth, growth - 0.12, growth + 0.18),
        revenue=revenue,
        daily=units,
        price=price,
        rating=rng.uniform(3.5, 5.0, count),
        reviews=reviews,
        stock=stock,
    )
    return score_leaves(goods)


def product(product_id: int, now: datetime, asked: str | None) -> Json:
    """A product's score by the usual weights, in the language that was asked for."""
    found, language = night(), language_of(asked)
    at, made = product_id - PRODUCT_IDS[0], night().scores
    kept = {
        f"{name}{end}": getattr(values, part)[at].tolist()
        for name, values in (("percentile", found.percentiles), ("value", found.values))
        for end, part in ENDS
    }
    kept["basis"] = int(found.basis[at])
    parts = parts_of(kept, DEFAULT_WEIGHTS, language)
    why = why_of(int(made.why[at]))
    told = {
        "product_id": product_id,
        "category_id": LEAF,
        "as_of": _closed(now),
        "in_leaf": len(PRODUCT_IDS),
        "weights": dict(DEFAULT_WEIGHTS),
        "recipe": None,
        "why": why,
        "says": says(why, language),
        "score": ranged(made.score, at),
        "points": ranged(made.points, at),
        "place": place_of(int(made.rank[at]), int(made.tied[at]), int(made.products[at])),
        "parts": parts,
        "missing": [part.name for part in parts if part.missing],
    }
    return _plain(told)


def parts(category_id: int, now: datetime) -> Json | None:
    """What the scores of the leaf are made of."""
    if category_id != LEAF:
        return None
    placed = night().percentiles
    return _plain(
        {
            "category_id": LEAF,
            "as_of": _closed(now),
            "parts": list(NAMES),
            "products": list(PRODUCT_IDS),
            "percentiles": placed.point.tolist(),
            "lows": placed.low.tolist(),
            "highs": placed.high.tolist(),
        }
    )


def listed(category_id: int, now: datetime, query: dict[str, str], *, empty: bool) -> Json:
    """The leaf's goods by score, the most points first; any other category has none."""
    weights = dict.fromkeys(NAMES, 0.0) if "weights" in query else dict(DEFAULT_WEIGHTS)
    for piece in query.get("weights", "").split(","):
        if piece:
            weights[piece.partition(":")[0]] = float(piece.partition(":")[2])
    weights = {name: weight / sum(weights.values()) for name, weight in weights.items()}
    made = scored(night().leaf, night().percentiles, weights) if "weights" in query else night().scores
    order = np.argsort(-made.points.point, kind="stable").tolist()
    if empty or category_id != LEAF:
        order = []
    start, limit = int(query.get("cursor") or 0), int(query.get("limit", 50))
    return _plain(
        {
            "category_id": category_id,
            "as_of": _closed(now),
            "weights": weights,
            "recipe": None,
            "total": len(order),
            "scored": int(np.isfinite(made.points.point).sum()) if order else 0,
            "next_cursor": str(start + limit) if start + limit < len(order) else None,
            "items": [
                {
                    "product": row(PRODUCT_IDS[at], now),
                    "why": why_of(int(made.why[at])),
                    "score": ranged(made.score, at),
                    "points": ranged(made.points, at),
                    "place": place_of(int(made.rank[at]), int(made.tied[at]), int(made.products[at])),
                    "contributions": {},
                }
                for at in order[start : start + limit]
            ],
        }
    )


class Recipes:
    """Weights that were kept under names."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.kept: dict[int, Json] = {}

    def answer(self, method: str, number: list[str], data: Json | None) -> Json:
        """List, keep or delete."""
        if method == "DELETE":
            del self.kept[int(number[0])]
            return {"done": True}
        if method == "GET" or data is None:
            return {"items": list(self.kept.values())}
        total = sum(data["weights"].values())
        made = {
            "recipe_id": len(self.kept) + 1,
            "name": data["name"],
            "weights": {name: data["weights"].get(name, 0) / total for name in NAMES},
            "made_at": stamp(self.now),
        }
        self.kept[made["recipe_id"]] = made
        return made


def _closed(now: datetime) -> str:
    return (today_of(now) - timedelta(days=1)).isoformat()


def _plain(told: Json) -> Json:
    """As it goes over the wire: what is no number is null."""
    found: Json = msgspec.json.decode(msgspec.json.encode(told))
    return found
