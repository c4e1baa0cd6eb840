"""What of goods is at hand: their stock, and of each variant its stock, what it sold lately, and for how long it could be
bought.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from ventra.core.growth import WEEK
from ventra.core.profile import Float

_MONDAY = 4
"""Day number 4, of 1970, was a Monday."""


@dataclass(frozen=True, slots=True)
class VariantAtHand:
    """A variant's stock, its units of 28 closed days, and the part of these in which it could be bought (0-1); NaN unknown."""

    sku_id: int | None
    characteristics: Mapping[str, str]
    stock: float
    units: float
    in_stock: float


@dataclass(frozen=True, slots=True)
class AtHand:
    """A product as it was seen last. `weekday`: what weekdays, Monday first, usually sell in its category, where that is
    known.
    """

    product_id: int
    stock: float
    price_uzs: float
    seen_at: datetime | None
    weekday: Sequence[float] | None
    variants: Sequence[VariantAtHand]


def usual_weekdays(weekdays: Sequence[Sequence[float] | None]) -> Float:
    """By day number modulo 7 what each usually sells [n, 7], from Monday first; all alike where that is not known."""
    rows = np.array([np.ones(WEEK) if one is None else one for one in weekdays], np.float64).reshape(-1, WEEK)
    return np.roll(np.where(np.isfinite(rows).all(axis=1, keepdims=True), rows, 1.0), _MONDAY, axis=1)
