"""The score: where a product stands within its leaf category, 0-100, by a weighted sum of named parts (`product.md`, "score").

Each part (`core/score_parts.py`) becomes its percentile within the leaf, 0-100. A product's **points** are the mean of these by
weight, over the parts that are known of it: the contributions add up to them. Its **score** is the percentile of its points
within the leaf. So percentiles of parts are all that has to be kept: `scored` makes scores of them with any weights.

The interval of the points adds the errors of parts that come from the same sales, takes the others as independent, and is a tenth
wider than that. That of the score is where the ends of the points stand among the points of the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.percentiles import Placed, percentiles, tied_ranks
from ventra.core.score_parts import NAMES, PARTS, goodness

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]
Int8 = npt.NDArray[np.int8]

LEAST_PRODUCTS: Final = 10
"""A percentile among fewer says nothing: neither of a part that so few have, nor of the score."""
LEAST_PARTS: Final = 3
LEAST_WEIGHT: Final = 0.5
"""How many parts must be known, and how much of the weight."""
OTHERS_ERR: Final = 1.1
"""How much wider the points' intervals are, since those they are laid among are not sure either: found by simulation."""
DECIMALS: Final = 6
MOST_WEIGHT: Final = 1e6

SCORED, FEW_PARTS, LITTLE_WEIGHT, FEW_PRODUCTS, NO_LEAF = range(5)
WHY = ("scored", "few_parts", "little_weight", "few_products", "no_leaf")
"""Why there is no score, by code: keys `score.none.…`."""

DEFAULT_WEIGHTS: Mapping[str, float] = {part.name: part.weight for part in PARTS}


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Scores of products [n], and what they are made of [n, parts in the order of `NAMES`].

    `points` and `score` are 0-100 with 80 % intervals; NaN where there is none, and `why` (`WHY`) says why. `weight` are the
    weights over the parts that are known, adding up to 1; `contribution` = weight × percentile, adding up to the points; both
    are 0 where a part weighs nothing and NaN where it is `missing`. `rank` within the leaf is shared by `tied` products
    (`core/percentiles.tied_ranks`), of `products` that have a score; 0 where there is none.
    """

    score: Placed
    points: Placed
    weight: Float
    contribution: Float
    missing: Bool
    rank: Int64
    tied: Int64
    products: Int64
    why: Int8


def weights(given: Mapping[str, object]) -> dict[str, float]:
    """A user's own weights by the names of parts, made to add up to 1; parts left out weigh nothing.

    `ValueError` says what is wrong: a name there is no part of, what is no number, below 0, or nothing at all above it.
    """
    unknown = sorted(set(given) - set(NAMES))
    if unknown:
        raise ValueError(f"weights: there is no part {unknown[0]!r}; there are {', '.join(NAMES)}")
    found = {name: _weight(name, given.get(name, 0)) for name in NAMES}
    total = sum(found.values())
    if not total > 0:
        raise ValueError("weights: at least one part has to weigh more than 0")
    return {name: weight / total for name, weight in found.items()}


def part_percentiles(leaf: Int64, values: Mapping[str, Placed]) -> Placed:
    """Each part's percentile within its leaf [n, parts] from its values by name; a part that is not given is missing everywhere.

    `leaf` [n] is below 0 where a product has none.
    """
    nowhere = np.full(len(leaf), np.nan)
    columns = []
    for part in PARTS:
        value = goodness(part, values.get(part.name, Placed(nowhere, nowhere, nowhere)))
        point = np.where(leaf >= 0, value.point, np.nan)
        columns.append(percentiles(leaf, Placed(point, value.low, value.high), least=LEAST_PRODUCTS))
    return Placed(
        *(np.column_stack([getattr(one, end) for one in columns]) for end in ("point", "low", "high"))
    )


def scored(leaf: Int64, parts: Placed, given: Mapping[str, float] = DEFAULT_WEIGHTS) -> Scores:
    """Scores from percentiles of parts [n, parts] of whole leaves, by weights of any scale."""
    wanted = np.array([given.get(name, 0.0) for name in NAMES])
    wanted = wanted / wanted.sum()
    known = np.isfinite(parts.point) & (wanted > 0)
    present = known @ wanted
    why = _why(leaf, known, present, wanted)
    laid = known * wanted / np.where(present > 0, present, 1.0)[:, None]
    contribution = laid * np.where(known, parts.point, 0.0)
    point = np.where(why == SCORED, contribution.sum(axis=1), np.nan)
    down, up = (_reach(laid, known, apart) for apart in (parts.point - parts.low, parts.high - parts.point))
    ends = np.array((point, np.maximum(point - down, 0.0), np.minimum(point + up, 100.0)))
    points = Placed(*np.round(ends, DECIMALS))
    score = percentiles(leaf, points, least=LEAST_PRODUCTS)
    why = np.where((why == SCORED) & np.isnan(score.point), FEW_PRODUCTS, why).astype(np.int8)
    ranked = Placed(np.where(why == SCORED, points.point, np.nan), points.low, points.high)
    rank, tied = tied_ranks(leaf, ranked)
    missing = ~known & (wanted > 0)
    return Scores(
        score=score,
        points=ranked,
        weight=np.where(missing, np.nan, laid),
        contribution=np.where(missing, np.nan, contribution),
        missing=missing,
        rank=rank,
        tied=tied,
        products=_count(leaf, why == SCORED),
        why=why,
    )


def _why(leaf: Int64, known: Bool, present: Float, wanted: Float) -> Int8:
    least = min(LEAST_PARTS, int((wanted > 0).sum()))
    few = known.sum(axis=1) < least
    why = np.where(few, FEW_PARTS, np.where(present < LEAST_WEIGHT - 1e-9, LITTLE_WEIGHT, SCORED))
    why = np.where(_count(leaf, leaf >= 0) < LEAST_PRODUCTS, FEW_PRODUCTS, why)
    return np.where(leaf < 0, NO_LEAF, why).astype(np.int8)


def _reach(weight: Float, known: Bool, apart: Float) -> Float:
    """How far points may be off to one side [n] by how far parts may be [n, parts]."""
    of_sales = np.array([part.of_sales for part in PARTS])
    each = weight * np.where(known, np.maximum(apart, 0.0), 0.0)
    together, apart_squared = each[:, of_sales].sum(axis=1), (each[:, ~of_sales] ** 2).sum(axis=1)
    return np.asarray(OTHERS_ERR * np.sqrt(together**2 + apart_squared), np.float64)


def _count(leaf: Int64, which: Bool) -> Int64:
    """How many of each row's leaf those are [n]; 0 for rows without a leaf."""
    groups, of = np.unique(leaf, return_inverse=True)
    count = np.bincount(of, which, len(groups)).astype(np.int64)
    return np.where(leaf >= 0, count[of], 0)


def _weight(name: str, value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not isfinite(value):
        raise ValueError(f"weights: {name}: {value!r} is not a number")
    if not 0 <= value <= MOST_WEIGHT:
        raise ValueError(f"weights: {name}: {value!r} is not between 0 and {MOST_WEIGHT:,.0f}")
    return float(value)
