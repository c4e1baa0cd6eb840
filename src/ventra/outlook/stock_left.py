"""When a product and each of its variants run out, and what an empty shelf lost, by what is forecast and what is at hand now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from ventra.catalog.answers import Product
from ventra.core.columns import Int64
from ventra.core.day import to_day_number
from ventra.core.demand_ahead import DemandAhead, from_total, of_variants
from ventra.core.estimate import Estimate, estimate
from ventra.core.lost_sales import Lost, lost_sales
from ventra.core.profile import Float
from ventra.core.run_out import RunOut, StockNow, run_out
from ventra.outlook.answers import DaysLeft, LostSales, RunsOut, StockOutlook, VariantRunsOut
from ventra.outlook.goods import Goods
from ventra.outlook.sold import DAYS as LOST_DAYS
from ventra.outlook.sold import sold_of

DECIMALS, CHANCE_DECIMALS = 1, 4


def stock_outlook(row: Mapping[str, Any], goods: Goods, product: Product, today: date) -> StockOutlook:
    """From the row of an outlook, the product's own days [one product] and its variants as they stand now."""
    last_day = to_day_number(today) - 1
    sold = sold_of(goods, last_day)
    variants = sorted(product.variants, key=lambda one: one.sku_id)
    price = np.array([np.nan if product.price_uzs is None else product.price_uzs])
    whole: RunsOut | None = None
    of_each: Sequence[RunsOut | None] = [None] * len(variants)
    ahead = _ahead(row, today)
    if ahead is not None:
        whole = _told(run_out(_stock([product.stock]), ahead), 0, product.stock, today)
        units = np.array([_number(one.units_28.point) for one in variants])
        shares, _ = of_variants(ahead, np.zeros(len(variants), np.int64), units)
        left = run_out(_stock([one.stock for one in variants]), shares)
        of_each = [_told(left, place, one.stock, today) for place, one in enumerate(variants)]
    return StockOutlook(
        seen_at=product.seen_at,
        whole=whole,
        variants=[VariantRunsOut(one.sku_id, of_one) for one, of_one in zip(variants, of_each, strict=True)],
        lost=_lost(lost_sales(sold, price)),
    )


def _ahead(row: Mapping[str, Any], today: date) -> DemandAhead | None:
    """Demand from today on: what is forecast, or the average where that is as good; None where nothing is known."""
    if row["mean"] is None or row["dispersion"] is None:
        return None
    mean = np.array([row["mean"]], np.float64)
    if not row["beats_naive"]:
        mean = np.full_like(mean, row["naive"])
    passed = (today - row["as_of"]).days - 1
    low, high = (np.array([row[f"{end}80_28"]], np.float64) for end in ("low", "high"))
    if not 0 <= passed < mean.shape[1]:
        return None
    return from_total(mean, low, high, np.array([row["dispersion"]], np.float64)).after(passed)


def _stock(pieces: Sequence[int | None]) -> StockNow:
    held = np.array([_number(one) for one in pieces])
    return StockNow(held, held, held)


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _told(found: RunOut, place: int, stock: int | None, today: date) -> RunsOut | None:
    """None where stock or demand is not known."""
    if stock is None or np.isnan(found.early[place]):
        return None
    return RunsOut(
        stock=stock,
        days=DaysLeft(*(_days(part[place]) for part in (found.days, found.days_low, found.days_high))),
        early=_date(found.early[place], today),
        middle=_date(found.middle[place], today),
        late=_date(found.late[place], today),
        horizon_days=found.gone.shape[1],
        chances=[round(float(one), CHANCE_DECIMALS) for one in found.gone[place]],
    )


def _days(value: float) -> float | None:
    return round(float(value), DECIMALS) if np.isfinite(value) else None


def _date(day: float, today: date) -> date | None:
    """Day 0 is now and day 1 ends with today; None beyond what is forecast."""
    return today + timedelta(days=max(int(day) - 1, 0)) if np.isfinite(day) else None


def _lost(found: Lost) -> LostSales:
    def over(parts: Sequence[Float], decimals: int) -> Estimate:
        ends = [None if np.isnan(part[0]) else round(float(part[0]), decimals or None) for part in parts]
        known: Int64 = found.known_days
        return estimate(*ends, basis=int(found.basis[0]), days=LOST_DAYS, known_days=int(known[0]))

    return LostSales(
        units=over((found.units, found.units_low, found.units_high), 2),
        revenue=over((found.revenue, found.revenue_low, found.revenue_high), 0),
        empty_days=None if np.isnan(found.empty_days[0]) else round(float(found.empty_days[0]), DECIMALS),
    )
