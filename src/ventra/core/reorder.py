"""When to order again and how much, so that stock lasts until the order has come with the chance that is asked for.

Of demand with mean d a day and variance v, over a lead time of mean L and variance w:

> mean = L d, variance = L v + d² w + (L d e)²

where e is how far the level of d may be off (Silver, Pyke and Thomas, Inventory and Production Management, 4th ed., 6.10; the
last part is ours). Its law is negative binomial (`core/count_law.py`), for a normal one fails those who sell little.

The **reorder point** is the service level's quantile of demand over the lead time and of how far stock is below the point when
that is seen: the fall is only seen when a day has closed, and lumps fall past it (Tijms, A First Course in Stochastic Models,
2003: mean (v + d²) ÷ 2d; here a day's demand at least). **Up to** is the quantile over the lead time and the review period: what
stock and orders together are brought to, so that they last until the order after this one has come. Safety stock is what the
reorder point has above the mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ventra.core.count_law import at_least, quantile
from ventra.core.demand_ahead import DemandAhead
from ventra.core.reorder_terms import TermColumns
from ventra.core.run_out import StockNow, run_out

Float = npt.NDArray[np.float64]
Int8 = npt.NDArray[np.int8]
Bool = npt.NDArray[np.bool_]

NEED, NOTHING, MINIMUM, PACK, CASH, UNKNOWN = range(6)
BINDS = ("need", "nothing", "minimum", "pack", "cash", "unknown")
"""What says how much is ordered: the need; that there is none yet; the least an order can be, its packs, the money there is."""


@dataclass(frozen=True, slots=True, eq=False)
class Daily:
    """Demand a day that is alike on all days: mean, variance by chance and relative error of its level [n]; NaN unknown."""

    mean: Float
    variance: Float
    level_error: Float


@dataclass(frozen=True, slots=True, eq=False)
class Over:
    """Demand over a stretch [n]: mean, variance, its 80 % interval in whole pieces, and the quantile of the service level."""

    mean: Float
    variance: Float
    low: Float
    high: Float
    enough: Float


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """When and how much to order [n]; NaN where demand or stock is not known.

    `lead` is demand until an order given now has come, `both` until the order after it has come too; `reorder_point` and
    `up_to` are pieces at hand and on order together, `safety_stock` what the reorder point has above the mean. `due` where
    they have fallen to it; `early`, `middle`, `late` the days until they have, with chance 10, 50 and 90 %: 0 is now,
    infinite beyond the days of the forecast. `pieces` to order now, 0 where it is not due; `next_pieces` the order when it
    falls due; `binds` (`BINDS`) says by what `pieces` are what they are. `cost_uzs` is what they cost. `lasts` is the chance
    that stock lasts, with them, until they and the next order have come: the smaller of both.
    """

    lead: Over
    both: Over
    reorder_point: Float
    safety_stock: Float
    up_to: Float
    due: Bool
    early: Float
    middle: Float
    late: Float
    pieces: Float
    next_pieces: Float
    binds: Int8
    cost_uzs: Float
    lasts: Float


def daily(ahead: DemandAhead, terms: TermColumns) -> Daily:
    """Demand a day as it is on the mean day from now until an order after this one has come, as far as the forecast goes."""
    reach = np.ceil(terms.lead_days + terms.review_days).astype(np.int64)
    mean = ahead.first(reach)
    return Daily(mean, np.maximum(ahead.dispersion, 1.0) * mean, ahead.level_error)


def over(day: Daily, days: Float, spread_days: Float, level: Float, *, and_fall: bool = False) -> Over:
    """Demand over so many days, which themselves vary by a standard deviation, and what is enough of it with chance `level`.

    With `and_fall` also how far stock has fallen past a point when that is seen.
    """
    fallen, of_fall = _fall(day) if and_fall else (0.0, 0.0)
    mean = days * day.mean + fallen
    variance = days * day.variance + of_fall + (day.mean * spread_days) ** 2 + (mean * day.level_error) ** 2
    asked = np.stack([np.broadcast_to(np.asarray(one, np.float64), mean.shape) for one in (0.1, 0.9, level)])
    low, high, enough = quantile(asked, mean, variance)
    return Over(mean, variance, low, high, enough)


def reorder(stock: StockNow, on_order: Float, ahead: DemandAhead, terms: TermColumns) -> Plan:
    """The plan of each row; `on_order` [n] is what is on its way already."""
    day = daily(ahead, terms)
    spread, level = terms.lead_spread_days, terms.service_level
    lead = over(day, terms.lead_days, spread, level)
    from_point = over(day, terms.lead_days, spread, level, and_fall=True)
    both = over(day, terms.lead_days + terms.review_days, spread, level)
    point, up_to = from_point.enough, np.maximum(both.enough, from_point.enough)
    held = stock.point + on_order
    known = np.isfinite(point) & np.isfinite(held)
    due = known & (held <= point) & (held < up_to)
    pieces, binds = sized(np.where(due, up_to - held, 0.0), terms)
    left = StockNow(*(part + on_order - point for part in (stock.point, stock.low, stock.high)))
    falls = run_out(left, ahead)
    told = np.where(known, 1.0, np.nan)
    return Plan(
        lead=lead,
        both=both,
        reorder_point=point,
        safety_stock=point - from_point.mean,
        up_to=up_to,
        due=due,
        early=np.where(due, 0.0, falls.early),
        middle=np.where(due, 0.0, falls.middle),
        late=np.where(due, 0.0, falls.late),
        pieces=pieces * told,
        next_pieces=np.where(due, pieces, sized(up_to - point, terms)[0]) * told,
        binds=np.where(known, binds, UNKNOWN).astype(np.int8),
        cost_uzs=np.where(pieces > 0, pieces * terms.cost_uzs, 0.0) * told,
        lasts=lasting(held, pieces, lead, both),
    )


def lasting(held: Float, pieces: Float, lead: Over, both: Over) -> Float:
    """The chance that stock lasts, with an order of so many pieces, until it and the next have come: the smaller of both [n]."""
    until_it_comes = at_least(held + 1, lead.mean, lead.variance)
    until_the_next = at_least(held + pieces + 1, both.mean, both.variance)
    return np.asarray(1 - np.maximum(until_it_comes, until_the_next), np.float64)


def _fall(day: Daily) -> tuple[Float, Float]:
    """Mean and variance of how far past a point a day's demand goes that passes it, or of a day's demand where that is more.

    By the first three moments of a negative binomial day.
    """
    mean = np.where(day.mean > 0, day.mean, 1.0)
    times = day.variance / mean
    third = day.variance * (2 * times - 1) + 3 * day.variance * mean + mean**3
    past = (day.variance + mean**2) / (2 * mean)
    lumpy = (past > mean) & (day.mean > 0)
    spread = np.maximum(third / (3 * mean) - past**2, 0.0)
    return np.where(lumpy, past, day.mean), np.where(lumpy, spread, day.variance)


def sized(need: Float, terms: TermColumns) -> tuple[Float, Int8]:
    """An order for what is needed [n], as large as the terms have it, and what of them bound last. Without need there is none."""
    wants = np.isfinite(need) & (need > 0)
    least = np.maximum(np.where(wants, need, 0.0), terms.least_pieces)
    packed = np.ceil(least / terms.pack_pieces) * terms.pack_pieces
    cost = np.where(terms.cost_uzs > 0, terms.cost_uzs, 1.0)
    paid = np.where(np.isfinite(terms.cash_uzs), terms.cash_uzs, 0.0) / cost
    affordable = np.where(
        np.isfinite(terms.cash_uzs), np.floor(paid / terms.pack_pieces) * terms.pack_pieces, np.inf
    )
    short = affordable < packed
    bought = np.where(affordable < terms.least_pieces, 0.0, affordable)
    pieces = np.where(short, bought, packed)
    binds = np.where(least > need, MINIMUM, NEED)
    binds = np.where(packed > least, PACK, binds)
    binds = np.where(short, CASH, binds)
    return np.where(wants, pieces, 0.0), np.where(wants, binds, NOTHING).astype(np.int8)
