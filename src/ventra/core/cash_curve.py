"""Money over time: what a batch ties up, when it is back, and what is left when all of it is sold.

Goods and what is spent once are paid on day 0; freight, customs and packaging when the goods arrive, after `lead_days`. From then
on they sell evenly, in whole units. The marketplace pays out every so many days what has been sold until then; taxes are paid
every 30 days; advertising, returns and what else a unit costs on the day it sells. `docs/costs.md` says why.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.columns import Int64
from ventra.core.economics import Bought, Lines
from ventra.core.landed import Column
from ventra.core.money import DECIMALS
from ventra.core.profile import Float

TAX_DAYS = 30
MOST_DAYS = 730
AFTER = 30
"""Days beyond the last sale that are looked at, so that the last payout and tax are in."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Soʻm that a batch has brought by the end of each day [n, days]; below 0 it is tied up.

    `needed` [n] is the most that is tied up at once, `needed_day` the first day it is; `back_day` [n] the day from which on it is
    never below 0 again, NaN where it is not back by the last day.
    """

    days: Int64
    brought: Float
    needed: Float
    needed_day: Float
    back_day: Float


def last_day(quantity: float, units_a_day: float, lead_days: float) -> int:
    """The day by which a batch is sold, paid out and taxed; no more than `MOST_DAYS`."""
    if not units_a_day > 0:
        return MOST_DAYS
    sold = lead_days + np.ceil(round(quantity / units_a_day, DECIMALS))
    return int(min(TAX_DAYS * np.ceil((sold - lead_days) / TAX_DAYS) + lead_days + AFTER, MOST_DAYS))


def curve(
    found: Lines,
    bought: Bought,
    *,
    quantity: Column,
    units_a_day: Column,
    lead_days: Column,
    payout_days: int,
    fixed: Column,
    last: int,
) -> Curve:
    """The money of a batch by day, from day 0 to the day `last`."""
    days = np.arange(last + 1)
    batch, pace, fixed_uzs = (_upright(each, found) for each in (quantity, units_a_day, fixed))
    arrives = np.rint(_upright(lead_days, found))
    since = np.asarray(days - arrives, np.float64)

    def sold(after: Float) -> Float:
        units = np.floor(np.round(pace * after, DECIMALS))
        return np.asarray(np.minimum(np.maximum(units, 0.0), batch), np.float64)

    unit = {
        "goods": bought.goods,
        "on_arrival": bought.beyond + found.packaging,
        "paid_out": found.paid_out,
        "running": found.advertising + found.returns + found.other,
        "taxes": found.vat_on_sale - found.vat_back + found.turnover_tax,
    }
    each = {name: _upright(amount, found) for name, amount in unit.items()}
    brought = np.asarray(
        -each["goods"] * batch
        - fixed_uzs
        - (since >= 0) * each["on_arrival"] * batch
        + each["paid_out"] * sold(_whole_spans(since, payout_days))
        - each["running"] * sold(since)
        - each["taxes"] * sold(_whole_spans(since, TAX_DAYS)),
        np.float64,
    )
    lowest = brought.min(axis=1)
    below = brought < 0
    ends_below = below[:, -1] | ~np.isfinite(brought).all(axis=1)
    first_above = len(days) - np.argmax(below[:, ::-1], axis=1)
    back = np.where(below.any(axis=1), first_above, 0).astype(np.float64)
    return Curve(
        days=days,
        brought=brought,
        needed=np.maximum(-lowest, 0.0),
        needed_day=np.where(np.isfinite(lowest), np.argmin(brought, axis=1), np.nan),
        back_day=np.where(ends_below, np.nan, back),
    )


def _whole_spans(since: Float, days: int) -> Float:
    """Of the days since arrival, those up to the last payment that is made every so many days."""
    return np.asarray(np.floor(since / days) * days, np.float64)


def _upright(column: Column, found: Lines) -> Float:
    """A column [n, 1] for as many rows as there are."""
    rows = max(np.size(found.profit), 1)
    return np.broadcast_to(np.asarray(column, np.float64).reshape(-1, 1), (rows, 1))
