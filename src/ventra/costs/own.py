"""Rates of an organisation's own beside those that come with VENTRA: what holds on a day, and how a version is added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line
from ventra.core.spans import Span
from ventra.core.tariffs import STALE_DAYS, Rate, RateUnit, in_force
from ventra.costs.answers import Amount, OwnRate, RateList, RateRow
from ventra.costs.shipped import FIRST_DAY, shipped, units
from ventra.costs.store import own_rates
from ventra.costs.store.own_rates import MOST_VERSIONS, Version
from ventra.errors import BadInput, Conflict
from ventra.infra.db import transaction

OF_CATEGORY = re.compile(r"commission\.[1-9]\d{0,17}")
LAST_DAY = date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Holding:
    """The rates that hold on a day by key; `own` are the keys of those that are the organisation's."""

    rates: dict[str, Rate]
    own: set[str]


def holding(versions: Sequence[Version], on: date) -> Holding:
    """An organisation's own rates laid over the common ones."""
    newest = _newest(versions, on)
    own = {key: _rate(version, version.span) for key, version in newest.items() if version.span is not None}
    return Holding(in_force(shipped(), on) | own, set(own))


def told(versions: Sequence[Version], on: date, today: date) -> RateList:
    """Every version of every rate by key, the newest first, and which of them hold."""
    held = holding(versions, on)
    rows = [_row(rate, today=today, holds=held.rates.get(rate.key) is rate) for rate in shipped()]
    newest = _newest(versions, on)
    rows += [
        RateRow(
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
            in_force=newest.get(one.key) is one,
            stale=one.span is not None and _rate(one, one.span).stale(today),
        )
        for one in versions
    ]
    # What was added last stands first among those of a day.
    rows.reverse()
    rows.sort(key=lambda row: row.valid_from, reverse=True)
    return RateList(on=on, stale_days=STALE_DAYS, items=sorted(rows, key=lambda row: row.key))


async def add(pool: Any, who: Who, wish: OwnRate, *, today: date, asker: Asker) -> None:
    """A new version of a rate. `BadInput` for what is none, `Conflict` when there are too many."""
    if wish.key not in units() and not OF_CATEGORY.fullmatch(wish.key):
        raise BadInput("is no rate", field="key")
    begins = wish.valid_from or today
    if not FIRST_DAY <= begins <= LAST_DAY:
        raise BadInput(f"is not between {FIRST_DAY} and {LAST_DAY}", field="valid_from")
    version = Version(
        key=wish.key,
        valid_from=begins,
        span=None if wish.rate is None else _span(wish.rate, unit_of(wish.key)),
        source=one_line(wish.source, field="source", longest=300),
        checked_on=today,
    )
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        if await own_rates.count(db, who.org) >= MOST_VERSIONS:
            raise Conflict(f"there are {MOST_VERSIONS} versions already")
        await own_rates.add(db, who.org, who.user_id, version)
        await note(db, who, asker, "rate_added", wish.key)


def unit_of(key: str) -> RateUnit:
    """The unit of a rate; of a category's commission too."""
    return units().get(key, "percent")


def _newest(versions: Sequence[Version], on: date) -> dict[str, Version]:
    """The version of each rate that holds on a day, by key: of two of the same day the one added last."""
    newest: dict[str, Version] = {}
    for version in versions:
        held = newest.get(version.key)
        if version.valid_from <= on and (held is None or held.valid_from <= version.valid_from):
            newest[version.key] = version
    return newest


def _span(rate: Amount, unit: RateUnit) -> Span:
    low = rate.likely if rate.low is None else rate.low
    high = rate.likely if rate.high is None else rate.high
    most = 100 if unit == "percent" else 1e9
    if not 0 <= low <= rate.likely <= high <= most:
        raise BadInput(
            f"is not low, likely and high in ascending order between 0 and {most:,.0f}", field="rate"
        )
    return Span(low, rate.likely, high)


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


def _row(rate: Rate, *, today: date, holds: bool) -> RateRow:
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
        in_force=holds,
        stale=rate.stale(today),
    )
