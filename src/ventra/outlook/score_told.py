"""Scores as answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite, isinf, isnan
from typing import Any, get_args

import numpy as np

from ventra.core.basis import Basis
from ventra.core.estimate import Ranged, basis_name
from ventra.core.percentiles import Placed
from ventra.core.score import WHY, Scores, scored
from ventra.core.score_parts import NAMES, PARTS
from ventra.core.score_texts import TEXTS
from ventra.core.texts import Language, say
from ventra.outlook.score_answers import PartName, PartUnit, ScorePart, ScorePlace, WhyScore

DECIMALS = 4
UNITS: Mapping[str, PartUnit] = {
    "velocity": "units_a_day",
    "growth": "share",
    "revenue": "uzs",
    "concentration": "hhi",
    "price_room": "share",
    "rating": "stars",
    "stock": "days",
}
NOT_KNOWN = Ranged(None, None, None)
_PART_NAMES: tuple[PartName, ...] = get_args(PartName)
_WHY: tuple[WhyScore, ...] = get_args(WhyScore)
_ENDS = ("", "_low", "_high")


def parts_of(row: Mapping[str, Any], weights: Mapping[str, float], language: Language) -> list[ScorePart]:
    """The parts of a product's row, with what each adds to its points by these weights."""
    placed = Placed(*(np.array([row[f"percentile{end}"]], np.float64).round(2) for end in _ENDS))
    made = scored(np.zeros(1, np.int64), placed, weights)
    return [
        ScorePart(
            name=name,
            label=say(TEXTS, part.label, language),
            reason=say(TEXTS, part.reason, language),
            unit=UNITS[name],
            value=_value(name, [row[f"value{end}"][at] for end in _ENDS]),
            endless=isinf(row["value"][at]),
            basis=_basis(name, int(row["basis"])) if isfinite(placed.point[0, at]) else "no_data",
            percentile=ranged(placed, (0, at)),
            weight=round(weights.get(name, 0.0), DECIMALS),
            counted=number(made.weight[0, at]),
            contribution=number(made.contribution[0, at]),
            missing=isnan(placed.point[0, at]),
        )
        for at, (name, part) in enumerate(zip(_PART_NAMES, PARTS, strict=True))
    ]


def why_of(code: int) -> WhyScore:
    """Why there is no score, or that there is one."""
    return _WHY[code]


def says(why: WhyScore, language: Language) -> str | None:
    """The same in words; nothing where there is a score."""
    return None if why == WHY[0] else say(TEXTS, f"score.none.{why}", language)


def place_of(rank: int | None, tied: int | None, of: int) -> ScorePlace | None:
    """The places that a rank holds; none without one."""
    return None if not rank or not tied else ScorePlace(rank, rank + tied - 1, of)


def contributions(made: Scores, at: int) -> dict[str, float | None]:
    """What each part adds to the points of a product."""
    return {name: number(made.contribution[at, place]) for place, name in enumerate(NAMES)}


def ranged(placed: Placed, at: Any) -> Ranged:
    """One of many, with its interval."""
    return Ranged(*(number(end[at]) for end in (placed.point, placed.low, placed.high)))


def kept_range(row: Mapping[str, Any], name: str) -> Ranged:
    """Points or a score as they were kept."""
    return Ranged(*(number(row[f"{name}{end}"]) for end in _ENDS))


def number(value: float | None, decimals: int = DECIMALS) -> float | None:
    """As it is told; what is not known, or no number, is null."""
    return None if value is None or not isfinite(value) else round(float(value), decimals)


def _basis(name: str, of_sales: int) -> Basis:
    """How a part's value was come by: prices are seen, what is sold is known as it is, and the others follow from it."""
    if name in ("velocity", "revenue"):
        return basis_name(of_sales)
    return "measured" if name == "price_room" else "inferred"


def _value(name: str, ends: Sequence[float]) -> Ranged:
    return Ranged(*(number(end, 0 if UNITS[name] in ("uzs", "hhi") else DECIMALS) for end in ends))
