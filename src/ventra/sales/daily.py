"""Known days as an unbroken calendar, and as windows laid end to end. A day without a number stays without one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np

from ventra.core.basis import NO_DATA
from ventra.core.day import day_of, from_day_number, from_us, to_day_number
from ventra.core.day_state import DayState, day_state, day_states
from ventra.core.estimate import Estimate, estimate, of_one_day, unknown
from ventra.core.own_view import OwnFit, revenue_of, units_of
from ventra.core.windows import DayValues, Float, WindowValues, window_sums
from ventra.sales.answers import DayMark, SalesDay, SalesSpan, VariantDay, VariantSales
from ventra.sales.store.read import KnownDay, KnownSpan

NOTHING_OF_A_DAY = unknown(1)
LEAST_OUT = 0.05
"""Part of a day's demand that met an empty shelf, from which on the day is marked."""


def calendar(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`."""
    return list(map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1)))


def daily(
    known: Sequence[KnownDay],
    first: date,
    last: date,
    *,
    now: datetime,
    last_seen: datetime | None,
    fit: OwnFit | None = None,
) -> list[SalesDay]:
    """Every calendar day with its number where there is one, as an organisation with this `fit` sees it."""
    there = {one.number: one for one in known}
    days = calendar(first, last)
    states = day_states(days, now=now, last_seen=last_seen)
    return [
        _day(day, there.get(number), state, fit)
        for number, (day, state) in enumerate(zip(days, states, strict=True), to_day_number(first))
    ]


def _day(day: date, known: KnownDay | None, state: DayState, fit: OwnFit | None) -> SalesDay:
    if known is None:
        nothing = NOTHING_OF_A_DAY
        return SalesDay(day, nothing, nothing, state if state == "open" else "no_data", 0, [])
    through = from_us(known.through_us) if state == "open" else None
    units = of_one_day(known.units, known.basis, through)
    return SalesDay(
        day,
        units_of(fit, units),
        revenue_of(fit, of_one_day(known.revenue, known.basis, through), units),
        state,
        known.looks,
        marks_of([known]),
    )


def marks_of(days: Sequence[KnownDay]) -> list[DayMark]:
    """What any of these days is marked with."""
    marks: list[DayMark] = []
    if any(one.out_share >= LEAST_OUT for one in days):
        marks.append("out_of_stock")
    if any(one.burst for one in days):
        marks.append("burst")
    return marks


def day_units(known: KnownDay) -> Estimate:
    """Units of one known day."""
    return of_one_day(known.units, known.basis)


def day_revenue(known: KnownDay) -> Estimate:
    """Revenue of one known day; unknown where a price is."""
    return of_one_day(known.revenue, known.basis)


def variants_daily(
    known: dict[int, list[KnownDay]], first: date, last: date, fit: OwnFit | None = None
) -> list[VariantSales]:
    """Every variant with every calendar day."""
    days = calendar(first, last)
    nothing = NOTHING_OF_A_DAY
    found = []
    for sku_id, of_sku in known.items():
        there = {one.number: one for one in of_sku}
        found.append(
            VariantSales(
                sku_id,
                [
                    VariantDay(
                        day, units_of(fit, day_units(one)), revenue_of(fit, day_revenue(one), day_units(one))
                    )
                    if (one := there.get(number)) is not None
                    else VariantDay(day, nothing, nothing)
                    for number, day in enumerate(days, to_day_number(first))
                ],
            )
        )
    return found


def windows(
    known: Sequence[KnownDay],
    first: date,
    last: date,
    length: int,
    *,
    now: datetime,
    last_seen: datetime | None,
    fit: OwnFit | None = None,
) -> list[SalesDay]:
    """Windows of closed days laid end to end from `first`; a last part window is left out. `day` is the first of each."""
    closed = min(last, day_of(now) - timedelta(days=1))
    count = max((closed - first).days + 1, 0) // length
    start = to_day_number(first)
    units, revenue = (
        window_sums(
            values, subjects=1, first_day=start, length=length, count=max(count, 1), decimals=decimals
        )
        for values, decimals in zip(_values(known), (2, 0), strict=True)
    )
    within: list[list[KnownDay]] = [[] for _ in range(count)]
    for one in known:
        if 0 <= one.number - start < count * length:
            within[(one.number - start) // length].append(one)
    found = []
    for place in range(count):
        begin = from_day_number(start + place * length)
        units_here = _value(units, place, length)
        settled = day_state(begin + timedelta(days=length - 1), now=now, last_seen=last_seen)
        state = "no_data" if units_here.basis == "no_data" else settled
        looks, marks = sum(one.looks for one in within[place]), marks_of(within[place])
        earned = revenue_of(fit, _value(revenue, place, length), units_here)
        found.append(SalesDay(begin, units_of(fit, units_here), earned, state, looks, marks))
    return found


def _values(known: Sequence[KnownDay]) -> tuple[DayValues, DayValues]:
    """Units and revenue of the days of one product."""
    point, low, high = _columns([one.units for one in known], 3)
    begin, end = _columns([one.edges for one in known], 2)
    units = DayValues(
        subject=np.zeros(len(known), np.int64),
        day=np.array([one.number for one in known], np.int64),
        point=point,
        low=low,
        high=high,
        basis=np.array([one.basis for one in known], np.int8),
        begin_error=begin,
        end_error=end,
    )
    return units, units.earning(*_columns([one.revenue for one in known], 3))


def _columns(rows: Sequence[tuple[float | None, ...]], width: int) -> Float:
    """So many columns of rows of values; NaN where one is unknown."""
    return np.array(rows, np.float64).reshape(-1, width).T


def _value(sums: WindowValues, place: int, length: int) -> Estimate:
    code = int(sums.basis[0, place])
    known_days = int(sums.known[0, place])
    if code == NO_DATA:
        return unknown(length, known_days=known_days)
    point, low, high = (float(part[0, place]) for part in (sums.point, sums.low, sums.high))
    return estimate(point, low, high, basis=code, days=length, known_days=known_days)


def spans_of(known: Sequence[KnownSpan], fit: OwnFit | None = None) -> list[SalesSpan]:
    """Spans with the number of calendar days they reach into; no single one of those days is known."""
    return [
        SalesSpan(
            one.seen_from,
            one.seen_to,
            units_of(
                fit,
                estimate(
                    *one.units,
                    basis=one.basis,
                    days=(day_of(one.seen_to) - day_of(one.seen_from)).days + 1,
                    known_days=0,
                ),
            ),
        )
        for one in known
    ]
