"""When a product and each of its variants run out, and what an empty shelf lost, by what is forecast and what is at hand now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from ventra.core.day import to_day_number
from ventra.core.estimate import Estimate, estimate
from ventra.core.lost_sales import Lost, lost_sales
from ventra.core.profile import Float
from ventra.core.run_out import RunOut, run_out
from ventra.outlook.answers import DaysLeft, LostSales, RunsOut, StockOutlook, VariantRunsOut
from ventra.outlook.at_hand import AtHand, usual_weekdays
from ventra.outlook.demand import Row, ahead_of, days_passed, lines_of, seen
from ventra.outlook.goods import Goods
from ventra.outlook.sold import DAYS as LOST_DAYS
from ventra.outlook.sold import sold_of

DECIMALS, CHANCE_DECIMALS = 1, 4


def stock_outlook(row: Row, goods: Goods, at_hand: AtHand, today: date) -> StockOutlook:
    """From the row of an outlook, the product's own days [one product], and what is at hand of it now."""
    whole: RunsOut | None = None
    of_each: Sequence[RunsOut | None] = [None] * len(at_hand.variants)
    passed = days_passed(row, today)
    if passed is not None:
        ahead = ahead_of([row], passed)
        whole = _told(run_out(seen([at_hand.stock]), ahead), 0, at_hand.stock, today)
        lines = lines_of(ahead, [at_hand])
        left = run_out(lines.stock, lines.ahead)
        of_each = [_told(left, place, one.stock, today) for place, one in enumerate(lines.variants)]
    return StockOutlook(
        seen_at=at_hand.seen_at,
        whole=whole,
        variants=[
            VariantRunsOut(one.sku_id, of_one)
            for one, of_one in zip(at_hand.variants, of_each, strict=False)
            if one.sku_id is not None
        ],
        lost=lost_by(goods, [at_hand], to_day_number(today) - 1)[0],
    )


def lost_by(goods: Goods, at_hand: Sequence[AtHand], last_day: int) -> list[LostSales]:
    """What an empty shelf lost each of `goods` [n] in the days up to `last_day`; `at_hand` is theirs, in their order."""
    price = np.array([one.price_uzs for one in at_hand])
    weekday = usual_weekdays([one.weekday for one in at_hand])
    found = lost_sales(sold_of(goods, last_day), price, weekday)
    return [_lost(found, place) for place in range(len(goods))]


def _told(found: RunOut, place: int, stock: float, today: date) -> RunsOut | None:
    """None where stock or demand is not known."""
    if np.isnan(stock) or np.isnan(found.early[place]):
        return None
    return RunsOut(
        stock=int(stock),
        days=days_of(found, place),
        early=date_of(found.early[place], today),
        middle=date_of(found.middle[place], today),
        late=date_of(found.late[place], today),
        horizon_days=found.gone.shape[1],
        chances=[round(float(one), CHANCE_DECIMALS) for one in found.gone[place]],
    )


def days_of(found: RunOut, place: int) -> DaysLeft:
    """Stock days left of one row."""
    return DaysLeft(*(_days(part[place]) for part in (found.days, found.days_low, found.days_high)))


def _days(value: float) -> float | None:
    return round(float(value), DECIMALS) if np.isfinite(value) else None


def date_of(day: float, today: date) -> date | None:
    """Day 0 is now and day 1 ends with today; None beyond what is forecast."""
    return today + timedelta(days=max(int(day) - 1, 0)) if np.isfinite(day) else None


def _lost(found: Lost, place: int) -> LostSales:
    def over(parts: Sequence[Float], decimals: int) -> Estimate:
        ends = [
            None if np.isnan(part[place]) else round(float(part[place]), decimals or None) for part in parts
        ]
        known = int(found.known_days[place])
        return estimate(*ends, basis=int(found.basis[place]), days=LOST_DAYS, known_days=known)

    days = float(found.empty_days[place])
    return LostSales(
        units=over((found.units, found.units_low, found.units_high), 2),
        revenue=over((found.revenue, found.revenue_low, found.revenue_high), 0),
        empty_days=None if np.isnan(days) else round(days, DECIMALS),
    )
