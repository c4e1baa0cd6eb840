"""Plans of orders of many goods at once, a pure function of what is foreseen, what is at hand, and on what terms goods come
again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from ventra.core.columns import Int64
from ventra.core.profile import Float
from ventra.core.purse import shared
from ventra.core.reorder import CASH, Int8, Plan, lasting, reorder
from ventra.core.reorder_range import Ends, ends
from ventra.core.reorder_terms import TermColumns, as_columns
from ventra.core.run_out import RunOut, StockNow, days_left, run_out
from ventra.outlook.at_hand import AtHand
from ventra.outlook.demand import Lines, Row, ahead_of, days_passed, lines_of
from ventra.outlook.store.reorder_terms import KeptTerms


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """Goods of which demand is known from the same day on: their places among all [k], their lines [m] and what these come to.

    `urgency` [m] is by how many days stock and orders outlast an order that is given now: below 0 it comes too late.
    `pieces` and `binds` are those of the plan, until money cuts them.
    """

    goods: Int64
    lines: Lines
    terms: TermColumns
    on_order: Float
    left: RunOut
    plan: Plan
    ends: Ends
    urgency: Float
    pieces: Float
    binds: Int8

    @property
    def lasts(self) -> Float:
        """The chance that stock lasts with what is bought [m]."""
        held = self.lines.stock.point + self.on_order
        return lasting(held, self.pieces, self.plan.lead, self.plan.both)

    @property
    def cost_uzs(self) -> Float:
        """What is bought costs so much [m]: 0 where it is nothing, NaN where what a piece costs is not known."""
        return np.where(self.pieces > 0, self.pieces * self.terms.cost_uzs, self.pieces)

    def within(self, pieces: Float, binds: Int8) -> Planned:
        """The same with fewer pieces bought."""
        less = binds == CASH
        low, high = (np.where(less, np.minimum(end, pieces), end) for end in (self.ends.low, self.ends.high))
        return replace(self, pieces=pieces, binds=binds, ends=replace(self.ends, low=low, high=high))


def planned(
    goods: Sequence[AtHand],
    rows: Mapping[int, Row],
    kept: Sequence[KeptTerms],
    today: date,
) -> list[Planned]:
    """Plans of goods [n] on their terms [n], by the day from which on their demand is known; the others are in none."""
    passed = [days_passed(rows.get(good.product_id), today) for good in goods]
    found = []
    for days in sorted({one for one in passed if one is not None}):
        places = [place for place, one in enumerate(passed) if one == days]
        ahead = ahead_of([rows[goods[place].product_id] for place in places], days)
        lines = lines_of(ahead, [goods[place] for place in places])
        found.append(_planned(np.array(places, np.int64), lines, [kept[place] for place in places]))
    return found


def _planned(places: Int64, lines: Lines, kept: Sequence[KeptTerms]) -> Planned:
    of_lines = [kept[product] for product in lines.product]
    terms = as_columns([one.terms for one in of_lines])
    coming = zip(lines.variants, of_lines, strict=True)
    on_order = np.array([one.on_order.get(line.sku_id or 0, 0) for line, one in coming], np.float64)
    held = StockNow(*(part + on_order for part in (lines.stock.point, lines.stock.low, lines.stock.high)))
    plan = reorder(lines.stock, on_order, lines.ahead, terms)
    lasts = days_left(run_out(held, lines.ahead), held, lines.ahead)
    whole = Planned(
        goods=places,
        lines=lines,
        terms=terms,
        on_order=on_order,
        left=run_out(lines.stock, lines.ahead),
        plan=plan,
        ends=ends(plan, lines.stock, on_order, lines.ahead, terms),
        urgency=lasts - terms.lead_days,
        pieces=plan.pieces,
        binds=plan.binds,
    )
    return _within_own_cash(whole)


def _within_own_cash(of: Planned) -> Planned:
    """What a product's variants cost together is within what may be spent on it."""
    pieces, binds = of.pieces.copy(), of.binds.copy()
    bound = np.isfinite(of.terms.cash_uzs) & (of.pieces > 0)
    for product in np.unique(of.lines.product[bound]):
        mine = np.flatnonzero(of.lines.product == product)
        terms = _taken(of.terms, mine)
        pieces[mine], binds[mine] = shared(
            pieces[mine], binds[mine], of.urgency[mine], terms, float(terms.cash_uzs[0])
        )
    return of.within(pieces, binds)


def within_purse(parts: Sequence[Planned], cash_uzs: float) -> list[Planned]:
    """All orders cut to what one sum of money buys, the most urgent first."""
    if not parts:
        return []
    terms = [np.concatenate([getattr(part.terms, name) for part in parts]) for name in _TERMS]
    pieces, binds, urgency = (np.concatenate([getattr(part, name) for part in parts]) for name in _SHARED)
    pieces, binds = shared(pieces, binds, urgency, TermColumns(*terms), cash_uzs)
    cuts = np.cumsum([len(part.pieces) for part in parts])[:-1]
    return [
        part.within(bought, why)
        for part, bought, why in zip(parts, np.split(pieces, cuts), np.split(binds, cuts), strict=True)
    ]


_TERMS = tuple(TermColumns.__dataclass_fields__)
_SHARED = ("pieces", "binds", "urgency")


def _taken(terms: TermColumns, which: Int64) -> TermColumns:
    return TermColumns(*(getattr(terms, name)[which] for name in _TERMS))
