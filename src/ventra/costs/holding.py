"""Which rates hold on a day: those that come with VENTRA, the central bank's of the day, and an organisation's own over both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ventra.core.spans import Span
from ventra.core.tariffs import STALE_DAYS, Rate, in_force
from ventra.costs.answers import RateList, RateRow
from ventra.costs.exchange import NOTHING_KEPT, Exchange
from ventra.costs.shipped import shipped, unit_of
from ventra.costs.store.own_rates import Version


@dataclass(frozen=True, slots=True)
class Holding:
    """The rates that hold on a day by key, and the keys of those that are the organisation's, that the central bank set for the
    day, and that should be looked up again.
    """

    rates: dict[str, Rate]
    own: set[str]
    daily: set[str]
    stale: set[str]


def holding(
    versions: Sequence[Version], on: date, *, today: date, exchange: Exchange = NOTHING_KEPT
) -> Holding:
    """An organisation's own rates laid over the common ones; of common ones that of the latest day holds."""
    own = {
        key: _rate(version, version.span)
        for key, version in _newest(versions, on).items()
        if version.span is not None
    }
    rates = in_force((*shipped(), *exchange.rates), on) | own
    daily = {one.key for one in exchange.rates if rates.get(one.key) is one}
    stale = {
        key for key, rate in rates.items() if (key in exchange.stale if key in daily else rate.stale(today))
    }
    return Holding(rates, set(own), daily, stale)


def told(
    versions: Sequence[Version], on: date, *, today: date, exchange: Exchange = NOTHING_KEPT
) -> RateList:
    """Every version of every rate by key, the newest first, and which of them hold; of the central bank that of the day alone."""
    held = holding(versions, on, today=today, exchange=exchange)
    rows = [_row(rate, holds=held.rates.get(rate.key) is rate, stale=rate.stale(today)) for rate in shipped()]
    rows += [
        _row(rate, holds=held.rates.get(rate.key) is rate, stale=rate.key in exchange.stale, daily=True)
        for rate in exchange.rates
    ]
    newest = _newest(versions, on)
    rows += [_own_row(one, holds=newest.get(one.key) is one, today=today) for one in versions]
    # What was added last stands first among those of a day.
    rows.reverse()
    rows.sort(key=lambda row: row.valid_from, reverse=True)
    return RateList(on=on, stale_days=STALE_DAYS, items=sorted(rows, key=lambda row: row.key))


def _newest(versions: Sequence[Version], on: date) -> dict[str, Version]:
    """The version of each rate that holds on a day, by key: of two of the same day the one added last."""
    newest: dict[str, Version] = {}
    for version in versions:
        held = newest.get(version.key)
        if version.valid_from <= on and (held is None or held.valid_from <= version.valid_from):
            newest[version.key] = version
    return newest


def _rate(version: Version, span: Span) -> Rate:
    return Rate(
        key=version.key,
        unit=unit_of(version.key),
        valid_from=version.valid_from,
        low=span.low,
        likely=span.likely,
        high=span.high,
        source=version.source or "-",
        checked_on=version.checked_on,
        verified=True,
    )


def _row(rate: Rate, *, holds: bool, stale: bool, daily: bool = False) -> RateRow:
    return RateRow(
        key=rate.key,
        unit=rate.unit,
        valid_from=rate.valid_from,
        low=rate.low,
        likely=rate.likely,
        high=rate.high,
        source=rate.source,
        checked_on=rate.checked_on,
        verified=rate.verified,
        own=False,
        daily=daily,
        in_force=holds,
        stale=stale,
    )


def _own_row(one: Version, *, holds: bool, today: date) -> RateRow:
    return RateRow(
        key=one.key,
        unit=unit_of(one.key),
        valid_from=one.valid_from,
        low=None if one.span is None else one.span.low,
        likely=None if one.span is None else one.span.likely,
        high=None if one.span is None else one.span.high,
        source=one.source,
        checked_on=one.checked_on,
        verified=True,
        own=True,
        daily=False,
        in_force=holds,
        stale=one.span is not None and _rate(one, one.span).stale(today),
    )
