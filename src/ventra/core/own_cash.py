"""Money of one's own shop in the weeks to come: what is ready to be paid out, what becomes so, and what purchases take.

Money is ready to be paid out once a buyer has the goods. The marketplace pays what is ready on days that a schedule names,
for a fee. Demand that is low, or high, is so for all goods and for what they are ordered by: the curve is drawn for each of
the three alike, and its ends are the least and the most of them by each week.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Int64
from ventra.core.estimate import Z80
from ventra.core.money import part, whole
from ventra.core.profile import Float

WEEK = 7


@dataclass(frozen=True, slots=True)
class Schedule:
    """How what is ready is paid out: every `days` days from today on, less `fee_pct` percent of it."""

    days: int
    fee_pct: float


@dataclass(frozen=True, slots=True, eq=False)
class Weeks:
    """By week [w], whole soʻm: `paid_out` after the fee, the `fees`, `purchases`, and all since today, `sum`; each a column
    [w, 3].

    The three are point, low and high; low and high are the least and the most of `sum`, and those of the others as demand has
    them.
    """

    paid_out: Float
    fees: Float
    purchases: Float
    sum: Float


def kept_part(kept: float, sent: float) -> tuple[float, float, float]:
    """The part of what is ordered that buyers keep, with its 80 % interval (Wilson, 1927); NaN where nothing was ordered."""
    if not sent > 0:
        return np.nan, np.nan, np.nan
    share, square = kept / sent, Z80**2
    middle = (share + square / (2 * sent)) / (1 + square / sent)
    half = Z80 / (1 + square / sent) * np.sqrt(share * (1 - share) / sent + square / (4 * sent**2))
    return share, float(max(middle - half, 0.0)), float(min(middle + half, 1.0))


def paid(ready_by_day: Float, schedule: Schedule) -> tuple[Float, Float]:
    """What is paid out on each day [d] of what becomes ready on it, whole soʻm, and the fee of it; what is not due yet stays."""
    day = np.arange(len(ready_by_day))
    due = day % schedule.days == 0
    if schedule.days > 1:
        due[0] = False
    ready = np.cumsum(ready_by_day)
    sums = np.diff(np.append(0.0, ready[due]))
    gross = np.zeros(len(day))
    gross[due] = whole(sums)
    fee = part(np.maximum(gross, 0.0), schedule.fee_pct)
    return gross - fee, fee


def by_week(ready: Float, purchases: Float, schedule: Schedule) -> Weeks:
    """The weeks from today of money that becomes ready [3, d] and of purchases [3, d]; days beyond the last whole week are
    left out.

    The three rows are the likely case, low demand and high demand.
    """
    count = ready.shape[1] // WEEK
    out, fees = (np.stack(rows) for rows in zip(*(paid(row, schedule) for row in ready), strict=True))
    weekly = [_by_week(part_of, count) for part_of in (out, fees, whole(purchases))]
    running = np.cumsum(weekly[0] - weekly[2], axis=0)
    low, high = running.min(axis=1), running.max(axis=1)
    return Weeks(weekly[0], weekly[1], weekly[2], np.stack((running[:, 0], low, high), axis=1))


def ready_from(day: Int64, amount: Float, length: int) -> Float:
    """Amounts on days from today [length]; what is of an earlier day is ready today, what is of a later one is left out."""
    inside = day < length
    return np.bincount(np.maximum(day[inside], 0), amount[inside], length).astype(np.float64)


def _by_week(days: Float, count: int) -> Float:
    """Columns [count, 3] of rows [3, d]."""
    return np.asarray(days[:, : count * WEEK].reshape(3, count, WEEK).sum(axis=2).T, np.float64)
