"""What is expected to be asked for on the days ahead, as far as stock depends on it: how the sum of days may be off.

Two errors add up differently. What days sell by chance is each day's own: of a sum its variance is `dispersion` × the mean (as in
`core/growth.py`). That the level is not known is the same error on all days, so of a sum it grows as the sum does. Hence of
demand M up to some day: variance = dispersion × M + (level_error × M)². Errors of level that fade from day to day would make the
sum a little surer than this has it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.estimate import Z80

Float = npt.NDArray[np.float64]

LEAST_LEVEL_ERROR = 0.1
"""The level of tomorrow's sales is never taken to be known better than to a tenth."""
PRIOR_UNITS = 0.5
"""Units that each variant is taken to have sold before anything is known (Jeffreys, 1946)."""


@dataclass(frozen=True, slots=True, eq=False)
class DemandAhead:
    """Units a day for days 1..H [n, H], the standard error of their level in parts of it [n], and the dispersion of chance [n].

    NaN where it is not known.
    """

    mean: Float
    level_error: Float
    dispersion: Float

    def by_day(self) -> tuple[Float, Float]:
        """Units up to the end of each day, added up, and their variance [n, H]."""
        total = np.cumsum(self.mean, axis=1)
        return total, variance_of(total, self.dispersion[:, None], self.level_error[:, None])

    def after(self, days: int) -> DemandAhead:
        """As it stands so many days later: what has passed is left out."""
        return DemandAhead(self.mean[:, days:], self.level_error, self.dispersion)

    def first(self, days: Int64) -> Float:
        """Mean units a day of the first so many days [n], at least one; of those there are, where that is more."""
        reach = np.clip(days, 1, self.mean.shape[1]).astype(np.int64)
        total = np.cumsum(self.mean, axis=1)[np.arange(len(reach)), reach - 1]
        return np.asarray(total / reach, np.float64)


def variance_of(total: Float, dispersion: Float, level_error: Float) -> Float:
    """The variance of demand of mean `total`."""
    return np.asarray(np.maximum(dispersion, 1.0) * total + (level_error * total) ** 2, np.float64)


def from_total(mean: Float, low: Float, high: Float, dispersion: Float) -> DemandAhead:
    """From units a day [n, H] and the 80 % bounds [n] of their sum: what of these is not chance is the level's."""
    total = mean.sum(axis=1)
    variance = ((high - low) / (2 * Z80)) ** 2 - dispersion * total
    share = np.maximum(variance, 0.0) / np.where(total > 0, total**2, 1.0)
    return DemandAhead(mean, np.maximum(np.sqrt(share), LEAST_LEVEL_ERROR), dispersion)


def of_variants(
    products: DemandAhead, product: Int64, units: Float, in_stock: Float | None = None
) -> tuple[DemandAhead, Float]:
    """Variants' parts of their products' demand, and their shares [v].

    `product` [v] is the row of each variant's product, `units` [v] what it sold lately (NaN unknown), `in_stock` [v] the part of
    that time in which it could be bought, 0-1; all of it where left out or not known. All variants of a product are to be given:
    one whose units are not known counts like the mean of the others, and has no demand of its own.

    Rates have a gamma law with the product's mean as a prior worth `PRIOR_UNITS`. Each unit picks its variant by itself, so a
    part of share s has dispersion 1 + s (dispersion − 1) (binomial thinning), and the share's error adds to that of the level.
    """
    count = len(products.mean)
    known = np.isfinite(units)
    sold = np.where(known, units, 0.0)
    told = np.ones(len(units)) if in_stock is None else np.where(np.isfinite(in_stock), in_stock, 1.0)
    seen = np.where(known, told, 0.0)
    of_all, seen_of_all = (np.bincount(product, part, count) for part in (sold, seen))
    usual = (of_all / np.where(seen_of_all > 0, seen_of_all, 1.0))[product]
    worth = sold + PRIOR_UNITS
    rate = np.where(usual > 0, worth / (seen + PRIOR_UNITS / np.where(usual > 0, usual, 1.0)), 1.0)
    share = rate / np.bincount(product, rate, count)[product]
    off = np.bincount(product, share**2 / worth, count)[product]
    error = np.sqrt(np.maximum(off - share**2 / worth, 0.0) + (1 - share) ** 2 / worth)
    share = np.where(known, share, np.nan)
    mean = products.mean[product] * share[:, None]
    dispersion = 1 + share * (np.maximum(products.dispersion, 1.0)[product] - 1)
    return DemandAhead(mean, np.hypot(products.level_error[product], error), dispersion), share
