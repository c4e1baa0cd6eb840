"""An organisation's view of what a category's goods sell: our estimate corrected by what its own shop there truly sold.

What is stored is never changed. A number said to be exact stays, and so does what is not known.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from ventra.core.estimate import Estimate

Float = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]
Told = tuple[Float, Float, Float]
"""Point, low and high."""

BAND_NAMES = ("0-1", "1-8", "8-50", "50+")
BAND_STARTS = (1.0, 8.0, 50.0)
"""Units a day, by our uncorrected estimate, at which the second, third and fourth band begin."""
BANDS = len(BAND_NAMES)


class OwnFit(msgspec.Struct, frozen=True):
    """What an organisation's shop says of a category: `factor` of the estimate, and of an interval's two sides by velocity band.

    `days` are the factors of single days, `windows` those of 7 and 28 days; 1 leaves as it is.
    """

    version: int
    factor: float
    days: tuple[float, ...]
    windows: tuple[float, ...]

    @property
    def changes(self) -> bool:
        """Whether anything is corrected at all."""
        return any(one != 1.0 for one in self.factors)

    @property
    def factors(self) -> list[float]:
        """As they are stored: of the estimate, then of days, then of windows."""
        return [self.factor, *self.days, *self.windows]

    @classmethod
    def stored(cls, version: int, factors: Sequence[float]) -> OwnFit:
        """A fit of its stored factors."""
        return cls(version, factors[0], tuple(factors[1 : 1 + BANDS]), tuple(factors[1 + BANDS :]))

    def width(self, rate: float, days: int) -> float:
        """The factor of an interval's sides, for goods that sell `rate` units a day, over so many days."""
        band = int(np.searchsorted(BAND_STARTS, rate, side="right"))
        return (self.days if days == 1 else self.windows)[band]


def units_of(fit: OwnFit | None, units: Estimate) -> Estimate:
    """Units of a day, of a window or of a span, as an organisation with this fit sees them."""
    return _scaled(fit, units, units, 2)


def revenue_of(fit: OwnFit | None, revenue: Estimate, units: Estimate) -> Estimate:
    """The revenue of these uncorrected units, corrected as those are."""
    return _scaled(fit, revenue, units, 0)


def _scaled(fit: OwnFit | None, one: Estimate, units: Estimate, decimals: int) -> Estimate:
    if fit is None or one.point is None or one.low is None or one.high is None or units.point is None:
        return one
    if units.low == units.high:
        return one
    width = fit.width(units.point / max(units.days, 1), units.days)
    point = fit.factor * one.point
    low = max(point - width * fit.factor * (one.point - one.low), 0.0)
    high = point + width * fit.factor * (one.high - one.point)
    told = [float(np.round(value, decimals)) for value in (point, low, high)]
    if decimals == 0:
        told = [int(value) for value in told]
    return msgspec.structs.replace(one, point=told[0], low=told[1], high=told[2])


def bands_of(point: Float, length: Int64) -> Int64:
    """The velocity band of estimates [n] over so many days [n]."""
    return np.searchsorted(BAND_STARTS, point / length, side="right").astype(np.int64)


def seen_by(
    factor: float, width: Float, point: Float, low: Float, high: Float, wide: Bool | None = None
) -> tuple[Float, Float, Float]:
    """`units_of` on columns [n]: `width` is each row's factor of its two sides, `wide` which rows are not exact."""
    wide = low < high if wide is None else wide
    middle = np.where(wide, factor * point, point)
    least = np.where(wide, np.maximum(middle - width * factor * (point - low), 0.0), low)
    return middle, least, np.where(wide, middle + width * factor * (high - point), high)


def seen_days(fit: OwnFit, units: Told, revenue: Told) -> list[Float]:
    """`units_of` and `revenue_of` on columns of single days: point, low and high of each [n], NaN where unknown, rounded."""
    band = bands_of(np.nan_to_num(units[0]), np.ones(len(units[0]), np.int64))
    width, wide = np.array(fit.days)[band], units[1] < units[2]
    sold = seen_by(fit.factor, width, *units, wide)
    earned = seen_by(fit.factor, width, *revenue, wide)
    return [*(np.round(part, 2) for part in sold), *(np.round(part) for part in earned)]
