"""Figures for lists: today so far, yesterday, 7 and 28 closed days and growth, by `core/windows.py` and `core/growth.py`."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from ventra.core.columns import Int64
from ventra.core.day import to_day_number
from ventra.core.growth import Weeks, compared_weeks, growth
from ventra.core.own_band import DAYS as USUAL_DAYS
from ventra.core.own_band import usual_band
from ventra.core.sales import Days
from ventra.core.steps import Float
from ventra.core.windows import WINDOWS, DayValues, WindowValues, window_sums
from ventra.infra.columns import Column
from ventra.sales.store.days import money


def days_needed(closed: date, today: date) -> tuple[int, int]:
    """The first and the last day (numbers) that figures are made of."""
    return to_day_number(closed - timedelta(days=max(*WINDOWS, USUAL_DAYS + 1) - 1)), to_day_number(
        max(closed, today)
    )


def figures(product: Int64, days: Days, *, closed: date, today: date) -> dict[str, Column]:
    """The rows of `sales_figures` of products (ascending) as they stand with `closed` as the last closed day.

    `days` holds at least all their days of `days_needed`, and none of other products.
    """
    count = len(product)
    subject = np.searchsorted(product, days.key[:, 0])
    order = np.lexsort((days.day, subject))
    days, subject = days.take(order), subject[order]
    edges = (days.begin_error, days.end_error)
    units = DayValues(subject, days.day, days.units, days.low, days.high, days.basis, *edges)
    revenue = units.earning(days.revenue, days.revenue_low, days.revenue_high)
    columns = {
        "product_id": Column("bigint", product),
        "as_of": Column("date", np.full(count, to_day_number(closed))),
    }
    for length in WINDOWS:
        first = to_day_number(closed) - length + 1
        sold = window_sums(units, subjects=count, first_day=first, length=length)
        earned = window_sums(revenue, subjects=count, first_day=first, length=length, decimals=0)
        told = zip(("", "_low", "_high"), _bounds(sold), known_uzs(_bounds(earned)), strict=True)
        for end, part, uzs in told:
            columns[f"units_{length}{end}"] = _fraction(part)
            columns[f"revenue_{length}{end}"] = money(uzs)
        columns[f"basis_{length}"] = Column("smallint", sold.basis[:, 0])
        if length > 1:
            columns[f"known_{length}"] = Column("smallint", sold.known[:, 0])
    low, high = usual_band(units, subjects=count, day=to_day_number(closed))
    columns |= {"usual_low": _fraction(low), "usual_high": _fraction(high)}
    columns |= _growth(compared_weeks(units, subjects=count, last_day=to_day_number(closed)))
    return columns | _today(subject, days, count, to_day_number(today))


GROWTH_DECIMALS = 4
MOST_UZS = 2**53
Bounds = tuple[Float, Float, Float]
"""Point, low and high."""


def known_uzs(uzs: Bounds) -> Bounds:
    """Unknown stays unknown, and so is what no price times no number of sales can be: no point is known without its bounds."""
    can_be = np.logical_and.reduce([np.abs(part) <= MOST_UZS for part in uzs])
    point, low, high = (np.where(can_be, part, np.nan) for part in uzs)
    return point, low, high


def _bounds(values: WindowValues) -> Bounds:
    return values.point[:, 0], values.low[:, 0], values.high[:, 0]


def _fraction(values: Float) -> Column:
    return Column("double precision", values, np.isnan(values))


def _growth(weeks: Weeks) -> dict[str, Column]:
    grown = growth(weeks.now, weeks.before, weeks.now_error, weeks.before_error)
    told = {
        "growth_now": weeks.now,
        "growth_before": weeks.before,
        "growth_now_error": weeks.now_error,
        "growth_before_error": weeks.before_error,
        "growth_7": grown.point,
        "growth_7_low": grown.low,
        "growth_7_high": grown.high,
    }
    columns = {name: _fraction(np.round(values, GROWTH_DECIMALS)) for name, values in told.items()}
    return columns | {"growth_days": Column("smallint", weeks.days)}


def _today(subject: Int64, days: Days, count: int, today: int) -> dict[str, Column]:
    row = np.full(count, -1, np.int64)
    so_far = np.flatnonzero(days.day == today)
    row[subject[so_far]] = so_far
    absent = row < 0

    def of(values: Float) -> Float:
        found = np.full(count, np.nan)
        found[~absent] = values[row[~absent]]
        return found

    through, basis = np.zeros(count, np.int64), np.zeros(count, np.int8)
    through[~absent], basis[~absent] = days.through[row[~absent]], days.basis[row[~absent]]
    return {
        "today_units": _fraction(of(days.units)),
        "today_low": _fraction(of(days.low)),
        "today_high": _fraction(of(days.high)),
        "today_through": Column("timestamptz", through, absent),
        "today_revenue": money(of(days.revenue)),
        "today_revenue_low": money(of(days.revenue_low)),
        "today_revenue_high": money(of(days.revenue_high)),
        "today_basis": Column("smallint", basis),
    }
