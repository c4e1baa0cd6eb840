"""Measured niches as the rows that are kept of them; those without any good on sale have none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.niche import Niches
from ventra.core.niche_goods import Pooled
from ventra.core.niche_segments import NicheSegments
from ventra.core.season import Seasons

DIGITS = {"units": 2, "revenue": 0, "hhi": 0, "price": 0, "review_gap": 0, "saturation": 1}
"""Decimals of a measure; four where nothing is said."""


@dataclass(frozen=True, slots=True)
class Named:
    """Which niche it is: its kind and number, the category it lies in, if any, and whether no niche is below it."""

    kind: str
    niche_id: int
    category_id: int | None
    leaf: bool


def rows(
    named: Sequence[Named],
    found: Niches,
    segments: Sequence[NicheSegments],
    season: Seasons,
    face: Int64,
    *,
    as_of: date,
    done_at: datetime,
) -> list[tuple[Any, ...]]:
    """A row for each niche [n] with goods on sale, in the order of `store/niches.COLUMNS`; `face` is its best-selling product."""
    held = np.flatnonzero(found.products > 0)
    sized = {"units": found.units, "revenue": found.revenue}
    ranged = {
        **sized,
        "growth": found.growth,
        "hhi": found.shops.hhi,
        "leader": found.shops.leader,
        "staying": found.shops.staying,
        "price": found.price,
        "idle": found.idle,
        "review_gap": found.review_gap,
        "season": season,
        "saturation": found.saturation,
    }
    ends = [
        _rounded(getattr(one, end)[held], DIGITS.get(name, 4))
        for name, one in ranged.items()
        for end in ("point", "low", "high")
    ]
    watched = found.shops.over[held] > 0
    counted = [
        *_counts(found.units, held),
        *_counts(found.revenue, held),
        found.compared[held].tolist(),
        [None if who < 0 else who for who in found.shops.leader_id[held].tolist()],
        _told(found.shops.came[held], watched),
        _told(found.shops.left[held], watched),
        found.shops.over[held].astype(int).tolist(),
        found.shops.staying.came[held].tolist(),
        [peak or None for peak in season.peak[held].tolist()],
        season.years[held].tolist(),
        season.index[held].round(3).tolist(),
    ]
    cut = [_segments(segments[at]) for at in held.tolist()]
    parts = [
        columns[held].round(4).tolist()
        for columns in (found.parts.point, found.parts.low, found.parts.high, found.saturation.press)
    ]
    heads = [
        (one.kind, one.niche_id, one.category_id, int(face[at]), one.leaf, as_of, done_at)
        for at, one in ((at, named[at]) for at in held.tolist())
    ]
    middle = zip(
        found.products[held].tolist(), found.shops.count[held].tolist(), *ends, *counted, strict=True
    )
    tails = zip(*parts, strict=True)
    return [
        (*head, *body, *of, *tail) for head, body, of, tail in zip(heads, middle, cut, tails, strict=True)
    ]


def _counts(one: Pooled, held: Int64) -> list[list[int]]:
    return [column[held].astype(int).tolist() for column in (one.known, one.basis, one.days)]


def _told(values: Int64, known: npt.NDArray[np.bool_]) -> list[int | None]:
    return [value if told else None for value, told in zip(values.tolist(), known.tolist(), strict=True)]


def _rounded(values: npt.NDArray[np.float64], digits: int) -> list[float | None]:
    return [value if isfinite(value) else None for value in values.round(digits).tolist()]


def _segments(one: NicheSegments) -> tuple[Any, ...]:
    busy = one.busiest()
    least, most, share = busy or (None, None, None)
    return least, most, None if share is None else round(share, 4), one.bounds, one.products, one.units
