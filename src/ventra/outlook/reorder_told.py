"""Plans of orders as answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import isfinite
from typing import get_args

import numpy as np

from ventra.core.columns import Int64
from ventra.core.estimate import Ranged
from ventra.core.profile import Float
from ventra.core.reorder import UNKNOWN
from ventra.outlook.at_hand import AtHand
from ventra.outlook.demand import Row
from ventra.outlook.reorder_answers import Binds, NoPlan, OrderLine, ReorderPlan, ReorderTerms
from ventra.outlook.reorder_lines import Planned
from ventra.outlook.stock_left import date_of, days_of
from ventra.outlook.store.reorder_terms import KeptTerms

NOT_KNOWN = Ranged(None, None, None)
DECIMALS, CHANCE_DECIMALS = 1, 4
_BINDS: dict[int, Binds] = dict(enumerate(get_args(Binds)))
_NOTHING = ReorderPlan(
    by=None, no_plan="forecast", horizon_days=0, due=0, early=None, middle=None, late=None, pieces=NOT_KNOWN, cost_uzs=NOT_KNOWN,
    lines=[],
)  # fmt: skip


def plans_of(
    goods: Sequence[AtHand], rows: Sequence[Row | None], parts: Sequence[Planned], today: date
) -> list[ReorderPlan]:
    """The plan of each of `goods` [n] with the rows of their outlooks; nothing is said of what is in none of the parts."""
    found = [_NOTHING] * len(goods)
    for part in parts:
        lasts = part.lasts
        for place, good in enumerate(part.goods):
            row = rows[good]
            assert row is not None
            mine = np.flatnonzero(part.lines.product == place)
            found[good] = _plan(part, mine, lasts, by_forecast=row["beats_naive"], today=today)
    return found


def terms_of(kept: KeptTerms) -> ReorderTerms:
    """Terms as they are answered."""
    terms = kept.terms
    return ReorderTerms(
        lead_days=terms.lead_days,
        lead_spread_days=terms.lead_spread_days,
        service_level=terms.service_level,
        review_days=terms.review_days,
        least_pieces=terms.least_pieces,
        pack_pieces=terms.pack_pieces,
        cost_uzs=None if terms.cost_uzs is None else int(terms.cost_uzs),
        cash_uzs=None if terms.cash_uzs is None else int(terms.cash_uzs),
        on_order={str(sku): pieces for sku, pieces in kept.on_order.items()},
    )


def added(parts: Sequence[Ranged]) -> Ranged:
    """Sums whose ends are reached together, for it is one market; not known where there is nothing to add."""
    known = [one for one in parts if one.point is not None]
    if not known:
        return NOT_KNOWN
    return Ranged(*(sum(getattr(one, end) for one in known) for end in ("point", "low", "high")))


def _plan(part: Planned, mine: Int64, lasts: Float, *, by_forecast: bool, today: date) -> ReorderPlan:
    lines = [_line(part, line, lasts, today) for line in mine.tolist()]
    told = [one for one in lines if one.no_plan is None]
    costs = [one.cost_uzs for one in told]
    priced = all(one.point is not None for one in costs)
    return ReorderPlan(
        by="forecast" if by_forecast else "average",
        no_plan=None if told else lines[0].no_plan,
        horizon_days=part.left.gone.shape[1],
        due=sum(one.due for one in told),
        early=_first([one.early for one in told]),
        middle=_first([one.middle for one in told]),
        late=_first([one.late for one in told]),
        pieces=added([one.pieces for one in told]),
        cost_uzs=added(costs) if priced else NOT_KNOWN,
        lines=lines,
    )


def _line(part: Planned, line: int, lasts: Float, today: date) -> OrderLine:
    plan, ends, variant = part.plan, part.ends, part.lines.variants[line]

    def three(point: Float, low: Float, high: Float, times: float = 1.0) -> Ranged:
        return Ranged(*(_number(times * one[line]) for one in (point, low, high)))

    def when(days: Float) -> date | None:
        return None if np.isnan(days[line]) else date_of(days[line], today)

    known = plan.binds[line] != UNKNOWN
    cost = float(part.terms.cost_uzs[line])
    pieces = three(part.pieces, ends.low, ends.high)
    free = known and pieces.high == 0
    lead = plan.lead
    return OrderLine(
        sku_id=variant.sku_id,
        characteristics=dict(variant.characteristics),
        stock=None if np.isnan(variant.stock) else int(variant.stock),
        on_order=int(part.on_order[line]),
        no_plan=None if known else _why(part, line),
        days=None if np.isnan(part.left.early[line]) else days_of(part.left, line),
        due=bool(plan.due[line]),
        early=when(plan.early),
        middle=when(plan.middle),
        late=when(plan.late),
        pieces=pieces,
        next_pieces=three(plan.next_pieces, ends.next_low, ends.next_high),
        cost_uzs=pieces if free else three(part.pieces, ends.low, ends.high, cost),
        binds=_BINDS.get(int(part.binds[line])),
        lead_units=three(lead.mean, lead.low, lead.high),
        reorder_point=_whole(plan.reorder_point[line]),
        safety_stock=_whole(plan.safety_stock[line]),
        up_to=_whole(plan.up_to[line]),
        lasts=_number(lasts[line], CHANCE_DECIMALS),
    )


def _why(part: Planned, line: int) -> NoPlan:
    return "stock" if np.isnan(part.lines.variants[line].stock) else "units"


def _first(dates: Sequence[date | None]) -> date | None:
    return min((one for one in dates if one is not None), default=None)


def _number(value: float, decimals: int = DECIMALS) -> float | None:
    return round(float(value), decimals) if isfinite(value) else None


def _whole(value: float) -> int | None:
    return round(float(value)) if isfinite(value) else None
