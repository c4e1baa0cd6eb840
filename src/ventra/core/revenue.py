"""Revenue of days: units × the price then (`product.md`), bounded by how many were sold, at which price, and of which variant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Int64
from ventra.core.estimate import Z80
from ventra.core.steps import Bool, Float, SkuSteps

MIX_ERROR = 1.0
"""How far the mean price of units of which nobody saw the variants is off, in standard deviations of the variants' prices.

Chosen on streams of seeds 101 and 102, as far as it leaves revenue as often within its bounds as units."""
_HAIR = 1e-6
"""A soʻm less or more only because a float holds no third is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """What a unit cost [n], in soʻm: low and high (NaN unknown), its variance among variants, whether it is known which sold."""

    low: Float
    high: Float
    variance: Float
    settled: Bool

    def take(self, which: Int64) -> Prices:
        """Those of these steps."""
        return Prices(self.low[which], self.high[which], self.variance[which], self.settled[which])


def of_steps(skus: SkuSteps, low: Float, high: Float) -> Prices:
    """Prices of products' steps, whose mean price (low, high) is known: how much their variants' prices differ."""
    price = np.nan_to_num((skus.price_low + skus.price_high) / 2)

    def added(values: Float) -> Float:
        return np.bincount(skus.step, values, len(low)).astype(np.float64)

    mean = added(skus.part * price)
    apart = (price - mean[skus.step]) ** 2
    return Prices(low, high, added(skus.part * apart), added((~skus.exact).astype(np.float64)) == 0)


def of_variants(skus: SkuSteps, which: Int64) -> Prices:
    """Prices of single variants inside steps, which differ from nothing."""
    none = np.zeros(len(which))
    return Prices(skus.price_low[which], skus.price_high[which], none, np.ones(len(which), bool))


@dataclass(frozen=True, slots=True, eq=False)
class Sold:
    """What pieces hold of days: the day's number [n], units, the piece's share of its step (0-1), and what a unit cost."""

    day: Int64
    units: Float
    share: Float
    prices: Prices


def revenue(sold: Sold, scale: Float, point: Float, low: Float, high: Float) -> tuple[Float, Float, Float]:
    """Revenue of each day in whole soʻm with bounds; NaN where any unit's price is unknown.

    `point`, `low` and `high` are the days' units, and `scale` is what the pieces' sum is multiplied by.
    """
    rows, prices = len(point), sold.prices

    def added(values: Float | Bool) -> Float:
        return np.bincount(sold.day, values, rows).astype(np.float64, copy=False)

    unpriced = added(np.isnan(prices.low)) > 0
    cheap, dear = np.nan_to_num(prices.low), np.nan_to_num(prices.high)
    least, most = np.full(rows, np.inf), np.zeros(rows)
    np.minimum.at(least, sold.day, cheap)
    np.maximum.at(most, sold.day, dear)
    # Not by the day's units: those are rounded, and a cent of a unit is thousands of soʻm.
    units = added(sold.units)
    some = units > 0
    each = np.where(some, units, 1.0)
    least = np.where(some, added(sold.units * cheap) / each, least)
    most = np.where(some, added(sold.units * dear) / each, most)
    middle = np.rint(units * scale * (least + most) / 2)
    # A part of a step whose variants are known is a sample of them; else each unit may be of any, and all of too many of one.
    unsettled = np.where(prices.settled, 1 - sold.share, 1 + MIX_ERROR**2 * sold.units)
    mixed = Z80 * np.sqrt(added(sold.units * prices.variance * unsettled)) * scale
    bottom = middle - np.hypot(np.maximum(middle - least * low, 0.0), mixed)
    top = middle + np.hypot(np.maximum(most * high - middle, 0.0), mixed)
    found = (middle, np.maximum(np.floor(bottom + _HAIR), 0.0), np.ceil(top - _HAIR))
    middle, bottom, top = (np.where(unpriced, np.nan, value) for value in found)
    return middle, np.minimum(bottom, middle), np.maximum(top, middle)
