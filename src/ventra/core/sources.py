"""What makes a day's interval wide: the variance that the day was computed with, told apart by where it comes from."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from ventra.core.columns import Int64
from ventra.core.day_sums import day_sums, of_products
from ventra.core.laid import Laid
from ventra.core.steps import (
    BETWEEN,
    CANCELLED,
    COUNTER,
    JUDGED,
    REVIEWS,
    ROUNDED,
    SEVERAL,
    STOCK,
    USUAL,
    Float,
)

LEAST_SHARE = 0.01


class Source(IntEnum):
    """Where doubt about a day comes from.

    A midnight between two looks; a rounded counter; what came and hid what was sold; hours and days that nobody looked at, and
    looks that did not show the counter or a variant; orders of several units; cancelled orders; a fall of stock unlike sales; how
    many buy for one who writes a review.
    """

    SPLIT = 0
    ROUNDING = 1
    RESTOCK = 2
    GAP = 3
    SEVERAL = 4
    CANCELLED = 5
    DOUBT = 6
    REVIEWS = 7


_OF_STEP = {
    COUNTER: Source.ROUNDING,
    SEVERAL: Source.SEVERAL,
    ROUNDED: Source.ROUNDING,
    BETWEEN: Source.GAP,
    STOCK: Source.GAP,
    USUAL: Source.RESTOCK,
    CANCELLED: Source.CANCELLED,
    JUDGED: Source.DOUBT,
    REVIEWS: Source.REVIEWS,
}
"""By how a step came by its units. An exact counter leaves nothing open, and stock only what a look did not show of it."""
_SOURCE_OF_HOW = np.array([_OF_STEP[how] for how in range(len(_OF_STEP))], np.int64)


def sources_of_days(laid: Laid) -> tuple[Int64, Int64, Float]:
    """Number of the product and day [d], and the variance of each day's units by `Source` [d, 8].

    A step's own error counts whole for the word it goes by, that of the larger one where it has two.
    """
    parts, pieces = of_products(laid), laid.pieces
    sums = day_sums(parts, laid, np.arange(len(laid.product)))
    # Over more than one midnight it is days nobody looked at among which the units are shared out.
    by_split = np.where(pieces.edge == 0, Source.GAP, Source.SPLIT)
    by_step = _SOURCE_OF_HOW[laid.steps.how[pieces.step]]
    variance = np.zeros((len(sums.day), len(Source)))
    for error, source in ((sums.by_split, by_split), (sums.by_step, by_step)):
        code = sums.group * len(Source) + source
        variance += np.bincount(code, error, variance.size).reshape(variance.shape)
    variance *= (sums.scale**2)[:, None]
    variance[:, Source.GAP] += sums.unseen + sums.unseen**2
    return sums.subject, sums.day, variance


def shares_of(variance: Float) -> list[tuple[Source, float]]:
    """The sources of one day's variance [8] with their shares of it, the largest first, without those below 1 %."""
    total = float(variance.sum())
    if total <= 0:
        return []
    order = np.argsort(-variance, kind="stable").tolist()
    shares = [(Source(one), round(float(variance[one]) / total, 2)) for one in order]
    return [(one, share) for one, share in shares if variance[one] / total >= LEAST_SHARE]
