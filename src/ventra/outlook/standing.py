"""Where products stand within their leaf, with the default weights or somebody's own, from the percentiles that are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

import numpy as np

from ventra.catalog import cursor as cursors
from ventra.catalog.store import lists
from ventra.core.columns import Int64
from ventra.core.estimate import Ranged
from ventra.core.percentiles import Placed
from ventra.core.score import DEFAULT_WEIGHTS, SCORED, WHY, Scores, scored, weights
from ventra.core.score_parts import NAMES
from ventra.errors import BadInput
from ventra.outlook.score_answers import (
    CategoryScores,
    ProductScore,
    ScoredRow,
    ScorePart,
    ScorePartName,
    ScoreWhy,
)
from ventra.outlook.store import scores as kept
from ventra.outlook.told import rounded

DECIMALS = 2
NOTHING = Ranged(None, None, None)
Weights = dict[str, float]


def weights_of(words: str | None) -> Weights:
    """Weights as `velocity:5,growth:3`, made to add up to 1; the default ones of none. `BadInput` says what is wrong."""
    given: Mapping[str, object] = DEFAULT_WEIGHTS if words is None else _read(words)
    try:
        return weights(given)
    except ValueError as wrong:
        raise BadInput(str(wrong), field="weights") from None


def _read(words: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for one in words.split(","):
        name, colon, number = one.partition(":")
        try:
            found[name.strip()] = float(number)
        except ValueError:
            raise BadInput("weights are written as velocity:5,growth:3", field="weights") from None
        if not colon:
            raise BadInput("weights are written as velocity:5,growth:3", field="weights")
    return found


async def of_product(db: Any, product_id: int, given: Weights) -> ProductScore:
    """A product's score, opened into its parts; `NotFound` when VENTRA has never met it."""
    row = await kept.of_product(db, product_id)
    if row is None:
        return _nothing(product_id, given)
    leaf = -1 if row["category_id"] is None else int(row["category_id"])
    product, parts = np.array([product_id]), _own(row, "part")
    if leaf >= 0:
        product, parts = await kept.of_leaf(db, leaf)
    found = scored(np.full(len(product), leaf), parts, given)
    place = int(np.searchsorted(product, product_id))
    values = _own(row, "value")
    there = int(found.why[place]) == SCORED
    return ProductScore(
        product_id=product_id,
        category_id=row["category_id"],
        as_of=row["as_of"],
        why=cast(ScoreWhy, WHY[found.why[place]]),
        score=_ranged(found.score, place),
        points=_ranged(found.points, place),
        rank=int(found.rank[place]) if there else None,
        tied=int(found.tied[place]) if there else None,
        products=int(found.products[place]),
        weights=cast(dict[ScorePartName, float], given),
        parts=[
            ScorePart(
                name=cast(ScorePartName, name),
                missing=bool(found.missing[place, at]),
                weight=_number(found.weight[place, at], 4),
                value=_ranged(values, (0, at), 4),
                percentile=_ranged(parts, (place, at)),
                contribution=_number(found.contribution[place, at]),
            )
            for at, name in enumerate(NAMES)
        ],
    )


def _nothing(product_id: int, given: Weights) -> ProductScore:
    return ProductScore(
        product_id=product_id, category_id=None, as_of=None, why=None, score=NOTHING, points=NOTHING,
        rank=None, tied=None, products=0, weights=cast(dict[ScorePartName, float], given), parts=[],
    )  # fmt: skip


def _own(row: Mapping[str, Any], name: str) -> Placed:
    return Placed(*(np.array([row[f"{name}{end}"]], np.float64) for end in ("", "_low", "_high")))


async def of_category(
    db: Any,
    category_id: int,
    given: Weights,
    *,
    limit: int,
    cursor: str | None,
    now: datetime,
    simulated: bool,
) -> CategoryScores:
    """A page of a leaf category by points; `NotFound` when there is none such, `BadInput` for another list's cursor."""
    await kept.must_exist(db, category_id)
    product, parts = await kept.of_leaf(db, category_id)
    found = scored(np.full(len(product), category_id), parts, given)
    ranked = np.flatnonzero(found.why == SCORED)
    order = ranked[np.lexsort((product[ranked], -found.points.point[ranked]))]
    left = order[_after(found, product, order, given, cursor) :]
    shown = left[:limit]
    following = None
    if len(left) > limit:
        last = int(shown[-1])
        following = cursors.write(_sort(given), float(found.points.point[last]), int(product[last]))
    rows = await lists.load(db, product[shown].tolist(), now=now, simulated=simulated)
    named = {one.product_id: one for one in rows}
    return CategoryScores(
        category_id=category_id,
        weights=cast(dict[ScorePartName, float], given),
        parts=cast(list[ScorePartName], list(NAMES)),
        products=len(product),
        total=len(ranked),
        next_cursor=following,
        items=[
            ScoredRow(
                rank=int(found.rank[place]),
                tied=int(found.tied[place]),
                product=named[int(product[place])],
                score=_ranged(found.score, place),
                points=_ranged(found.points, place),
                percentiles=[_number(one) for one in parts.point[place]],
            )
            for place in shown.tolist()
            if int(product[place]) in named
        ],
    )


def _sort(given: Weights) -> str:
    """A place in a list is one by its weights."""
    return ",".join(f"{name}:{weight:.6g}" for name, weight in given.items())


def _after(found: Scores, product: Int64, order: Int64, given: Weights, cursor: str | None) -> int:
    """How many of the rows in order lie before the place that a cursor tells."""
    if cursor is None:
        return 0
    points, last = cursors.read(cursor, sort=_sort(given), kind=float)
    if not isinstance(points, float):
        raise BadInput("this is not a cursor that a list gave", field="cursor")
    of_order = found.points.point[order]
    return int(((of_order > points) | ((of_order == points) & (product[order] <= last))).sum())


def _ranged(values: Placed, place: int | Sequence[int], decimals: int = DECIMALS) -> Ranged:
    at = tuple(place) if isinstance(place, Sequence) else place
    return Ranged(*(_number(end[at], decimals) for end in (values.point, values.low, values.high)))


def _number(value: float, decimals: int = DECIMALS) -> float | None:
    return rounded(float(value), decimals) if np.isfinite(value) else None
