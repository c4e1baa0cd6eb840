"""By how many standard errors an interval reaches down and up so that four of five hold the truth: found on simulated markets.

What is reckoned of an error is right in kind, not in size: it is scaled by what held elsewhere for numbers come by alike, of
goods that sell as fast and are looked at as often (split conformal prediction: Papadopoulos et al. 2002; by classes: Vovk 2012).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec
import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.profile import Float

FILE = "calibration.json"
VELOCITY_STARTS = (0.3, 1.0, 3.0, 8.0, 20.0, 50.0)
"""Units a day at which the classes above the first begin."""
LOOKS_STARTS = (2, 5, 13)
"""Looks a day at which the classes above the first begin."""
ERROR_STARTS = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Standard errors of a window, in parts of its total, at which the classes above the first begin."""
LENGTHS = (7, 28)
"""Days of the windows that have a table of their own."""
BASES = 4
"""Codes of `core/basis`; the first, of no data, has no interval."""
Table = npt.NDArray[np.float64]
Int8 = npt.NDArray[np.int8]
Bool = npt.NDArray[np.bool_]


class Recipe(msgspec.Struct, frozen=True):
    """What a calibration can be made again from: simulated streams with these seeds, so many products of a kind, the level."""

    seeds: tuple[int, ...]
    per_cell: int
    level: float


class Kept(msgspec.Struct, frozen=True):
    """The data file: standard errors below and above, of days by basis, velocity and looks, of windows by length,
    basis and error.
    """

    rule: int
    recipe: Recipe
    products: list[list[list[tuple[float, float]]]]
    variants: list[list[list[tuple[float, float]]]]
    windows_of_products: list[list[list[tuple[float, float]]]]
    windows_of_variants: list[list[list[tuple[float, float]]]]


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """Standard errors below and above: of days [basis, velocity, looks, 2], of windows [length, basis, error, 2].

    They are a table's last axis. `rule` is the version of the estimate that they were found for (`core/sales.RULE`).
    """

    rule: int
    products: Table
    variants: Table
    windows_of_products: Table
    windows_of_variants: Table

    def of_days(self, basis: Int8, a_day: Float, looks: Int64, one_of_several: Bool) -> Table:
        """Standard errors below and above [n, 2] of days with so many units and looks, of one of several variants or of all."""
        place = (basis, velocity_class(a_day), np.searchsorted(LOOKS_STARTS, looks, side="right"))
        return np.where(one_of_several[:, None], self.variants[place], self.products[place])

    def of_windows(
        self, basis: Int8, error: Float, total: Float, *, days: Int64, one_of_several: Bool
    ) -> Table:
        """Standard errors below and above [n, 2] of windows of `days` with such totals and standard errors, told apart alike."""
        place = (length_class(days), basis, error_class(error, total))
        return np.where(
            one_of_several[:, None], self.windows_of_variants[place], self.windows_of_products[place]
        )


def velocity_class(a_day: Float) -> Int64:
    """Which class of velocity each number of units a day is in."""
    return np.searchsorted(VELOCITY_STARTS, a_day, side="right").astype(np.int64)


def length_class(days: Int64) -> Int64:
    """Which of `LENGTHS` each window goes by: the longest that is no longer than it, or the shortest."""
    return np.maximum(np.searchsorted(LENGTHS, days, side="right") - 1, 0).astype(np.int64)


def error_class(error: Float, total: Float) -> Int64:
    """Which class each total is in by its standard error, in parts of the total."""
    return np.searchsorted(ERROR_STARTS, error / np.maximum(total, 1e-9), side="right").astype(np.int64)


def shape_of_days() -> tuple[int, int, int]:
    """How many classes there are of basis, velocity and looks."""
    return BASES, len(VELOCITY_STARTS) + 1, len(LOOKS_STARTS) + 1


def shape_of_windows() -> tuple[int, int, int]:
    """How many classes there are of length, basis and error."""
    return len(LENGTHS), BASES, len(ERROR_STARTS) + 1


def alike(errors: float) -> Calibration:
    """The same number of standard errors everywhere."""
    days, windows = np.full((*shape_of_days(), 2), errors), np.full((*shape_of_windows(), 2), errors)
    return Calibration(0, days, days, windows, windows)


@cache
def in_force() -> Calibration:
    """The calibration that comes with this release."""
    kept = msgspec.json.decode((files("ventra.core") / FILE).read_bytes(), type=Kept)
    tables = (kept.products, kept.variants, kept.windows_of_products, kept.windows_of_variants)
    return Calibration(kept.rule, *map(np.array, tables))
