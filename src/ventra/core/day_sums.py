"""Parts of pieces added up by subject and day: the units, how far off they may be, and how much of the day they speak of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Int64, run_starts
from ventra.core.doubts import doubts
from ventra.core.laid import DAYS, Laid
from ventra.core.pieces import TINY
from ventra.core.steps import Bool, Float

FULL_COVER = 0.995


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """What each subject (by number) had of pieces: its part of the piece's units, and whether that is exact."""

    subject: Int64
    piece: Int64
    part: Float
    exact: Bool


@dataclass(frozen=True, slots=True, eq=False)
class DaySums:
    """Parts [n] and the days [d] that they make; `group` [n] is the day that each part belongs to.

    Of parts: `units`, whether they are sure, and the variances by sharing out and by the step (`core/doubts`). Of days: subject,
    day, `point` (units seen), `cover` (0-1), the `scale` that brings them to the whole day, the units that adds (`unseen`), the
    number of looks, and until when (µs) the number speaks.
    """

    group: Int64
    units: Float
    sure: Bool
    by_split: Float
    by_step: Float
    alike: Float
    subject: Int64
    day: Int64
    point: Float
    cover: Float
    scale: Float
    unseen: Float
    looks: Int64
    through: Int64

    def added(self, values: Float | Bool) -> Float:
        """Values of parts [n] added up by day [d]."""
        return _added(values, self.group, len(self.day))


def of_products(laid: Laid) -> Parts:
    """Whole products: each had all of its pieces."""
    count = len(laid.pieces.step)
    return Parts(laid.grid.owner[laid.pieces.step], np.arange(count), np.ones(count), np.ones(count, bool))


def day_sums(parts: Parts, laid: Laid, product: Int64) -> DaySums:
    """Add parts up; `product` says by subject which product it is of."""
    piece, part, pieces, looks = parts.piece, parts.part, laid.pieces, laid.looks
    units = laid.steps.units[pieces.step[piece]] * pieces.share[piece] * part
    sure, by_split, by_step, alike = doubts(laid.steps, pieces, piece, part, parts.exact)
    rows, group = _numbered(parts.subject * DAYS + pieces.day[piece])
    subject, day = rows // DAYS, rows % DAYS
    begin, through, count = looks.extent(product[subject], day)
    asked = looks.profile.mass(looks.row[product[subject]], begin, through)
    cover = np.minimum(1.0, _added(pieces.covered[piece], group, len(rows)) / np.maximum(asked, TINY))
    point = _added(units, group, len(rows))
    scale = np.where(cover >= FULL_COVER, 1.0, 1 / np.maximum(cover, 1e-9))
    unseen = point * (scale - 1)
    return DaySums(
        group, units, sure, by_split, by_step, alike,
        subject, day, point, cover, scale, unseen, count, through,
    )  # fmt: skip


def _added(values: Float | Bool, group: Int64, count: int) -> Float:
    return np.bincount(group, values, count).astype(np.float64, copy=False)


def _numbered(code: Int64) -> tuple[Int64, Int64]:
    """The different codes, ascending, and for each code which of them it is."""
    # Codes come as a few ascending stretches laid end to end, which the stable sort only has to merge.
    order = np.argsort(code, kind="stable")
    ordered = code[order]
    first = run_starts(ordered)
    group = np.empty(len(code), np.int64)
    group[order] = np.cumsum(first) - 1
    return ordered[first], group
