"""How many of those that came are still there after so many days, when many are watched for less than that.

The estimate of Kaplan and Meier (1958): at each day on which somebody left, the part that stayed of those who were there until
then, multiplied. Who is still there counts until today. The interval is that of log(−log S) with Greenwood's error
(Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data, 1.4); where nobody left, or all did, that of Clopper
and Pearson for those who were watched so long.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.estimate import Z80

Float = npt.NDArray[np.float64]
Bool = npt.NDArray[np.bool_]

LEAST = 5
"""So many must have come before anything is said of how many stay."""
TAIL = 0.10
"""What an 80 % interval leaves out on either side."""


@dataclass(frozen=True, slots=True, eq=False)
class Survivals:
    """The part of each group [n] that is still there, 0-1, with its 80 % interval, and how many came.

    NaN where fewer than `LEAST` came, or nobody has been watched so long and some are still there.
    """

    point: Float
    low: Float
    high: Float
    came: Int64


def survivals(group: Int64, days: Float, left: Bool, *, groups: int, horizon: float) -> Survivals:
    """What part of those who came to each group 0..groups-1 is there `horizon` days after it came.

    `days` [m] is how long each was there, until it left or until now; `left` says which.
    """
    order = np.lexsort((~left, days, group))
    group, days, left = group[order], days[order], left[order]
    came = np.bincount(group, minlength=groups)
    begins = np.cumsum(came) - came
    there = (came + begins)[group] - np.arange(len(group))
    gone = left & (days <= horizon)
    with np.errstate(divide="ignore", invalid="ignore"):
        stays = np.where(gone, np.log((there - 1) / there), 0.0)
        spread = np.where(gone & (there > 1), 1 / (there * (there - 1.0)), 0.0)
    log_point = np.bincount(group, stays, groups).astype(np.float64)
    error = np.sqrt(np.bincount(group, spread, groups))
    watched = np.bincount(group, days >= horizon, groups).astype(np.float64)
    point = np.exp(log_point)
    low, high = _ends(point, log_point, error, np.maximum(watched, 1.0), came)
    known = (came >= LEAST) & ((watched > 0) | (point == 0))
    point, low, high = (np.where(known, end, np.nan) for end in (point, low, high))
    return Survivals(point, low, high, came)


def _ends(point: Float, log_point: Float, error: Float, watched: Float, came: Int64) -> tuple[Float, Float]:
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = Z80 * error / np.abs(log_point)
        low, high = point ** np.exp(reach), point ** np.exp(-reach)
    none_left, all_left = point == 1, point == 0
    low = np.where(none_left, TAIL ** (1 / watched), np.where(all_left, 0.0, low))
    high = np.where(none_left, 1.0, np.where(all_left, 1 - TAIL ** (1 / np.maximum(came, 1)), high))
    return np.minimum(low, point), np.maximum(high, point)
