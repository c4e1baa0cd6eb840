"""What will be asked for of products and of their variants from today on, by rows of outlooks: run-out and orders both go by
it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from ventra.core.columns import Int64
from ventra.core.demand_ahead import DemandAhead, from_total, of_variants
from ventra.core.run_out import StockNow
from ventra.outlook.at_hand import AtHand, VariantAtHand

Row = Mapping[str, Any]


def days_passed(row: Row | None, today: date) -> int | None:
    """How many of the days that a row foresees have passed; None where it foresees nothing of today and later."""
    if row is None or row["mean"] is None or row["dispersion"] is None:
        return None
    passed = (today - row["as_of"]).days - 1
    return passed if 0 <= passed < len(row["mean"]) else None


def ahead_of(rows: Sequence[Row], passed: int) -> DemandAhead:
    """Demand of products [n] from today on, so many days having passed: what is forecast, or the average where that is as
    good.
    """
    mean = np.array([_mean(row) for row in rows], np.float64)
    low, high, spread = (np.array([row[name] for row in rows], np.float64) for name in _TOTALS)
    return from_total(mean, low, high, spread).after(passed)


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """What runs out and is ordered by itself [m]: each variant of a product that has several, else the product as a whole.

    `product` is the place of each one's product, ascending.
    """

    product: Int64
    variants: Sequence[VariantAtHand]
    stock: StockNow
    ahead: DemandAhead


def lines_of(ahead: DemandAhead, goods: Sequence[AtHand]) -> Lines:
    """The lines of products [n] with this demand."""
    each = [good.variants if len(good.variants) > 1 else [_alone(good)] for good in goods]
    product = np.repeat(np.arange(len(goods)), [len(lines) for lines in each])
    variants = [one for lines in each for one in lines]
    units, in_stock = (np.array([getattr(one, name) for one in variants]) for name in ("units", "in_stock"))
    parts, _ = of_variants(ahead, product, units, in_stock)
    return Lines(product, variants, seen([one.stock for one in variants]), parts)


def seen(pieces: Sequence[float]) -> StockNow:
    """Stock as it was read off the shelf, NaN where it is not known."""
    held = np.array(pieces, np.float64)
    return StockNow(held, held, held)


_TOTALS = ("low80_28", "high80_28", "dispersion")


def _alone(good: AtHand) -> VariantAtHand:
    """All of a product as one line: of its demand it has all."""
    sku_id, traits = (
        (good.variants[0].sku_id, good.variants[0].characteristics) if good.variants else (None, {})
    )
    return VariantAtHand(sku_id, traits, good.stock, 1.0, 1.0)


def _mean(row: Row) -> list[float]:
    told: list[float] = row["mean"] if row["beats_naive"] else [row["naive"]] * len(row["mean"])
    return told
