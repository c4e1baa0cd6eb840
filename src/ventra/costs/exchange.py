"""The central bank's rates as whoever reckons by them reads them: which hold on a day, and how fresh they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, get_args

from ventra.core.day import day_of
from ventra.core.tariffs import Rate
from ventra.costs.answers import Currency, RatesState
from ventra.costs.store import exchange, outside
from ventra.costs.store.outside import Outside

SOURCE: Final[Literal["central_bank"]] = "central_bank"
NAMED: Final = "cbu.uz"
FRESH_WITHIN = timedelta(hours=36)
OLDEST_SET = timedelta(days=5)
"""Weekends and the longest feasts: older rates mean that something is wrong on their side."""
DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Exchange:
    """Rates of the central bank that hold on a day, and the keys of those that the bank may have set anew since."""

    rates: tuple[Rate, ...] = ()
    stale: frozenset[str] = frozenset()


NOTHING_KEPT: Final = Exchange()


def judge(state: Outside, newest: date | None, now: datetime) -> RatesState:
    """How fresh rates are; `newest` is the day since which the newest of them hold."""
    if newest is None:
        return "off" if state.missing else "never"
    if state.ok_at is None or now - state.ok_at > FRESH_WITHIN:
        return "stale"
    return "old" if day_of(now) - newest > OLDEST_SET else "fresh"


async def state_of(db: Any, now: datetime) -> RatesState:
    """How fresh rates are, without them."""
    state = (await outside.of(db, SOURCE))[SOURCE]
    return judge(state, await exchange.newest_day(db, day_of(now)), now)


async def held(db: Any, on: date, now: datetime) -> Exchange:
    """The kept rates of the calculator's currencies that hold on a day, as rates like all others."""
    found = await exchange.on_day(db, [one.upper() for one in get_args(Currency)], on)
    if not found:
        return NOTHING_KEPT
    today = day_of(now)
    state = (await outside.of(db, SOURCE))[SOURCE]
    newest = await exchange.newest_day(db, today)
    # A day before the newest rates is settled, however long ago the bank was reached.
    open_to_change = judge(state, newest, now) != "fresh" and (newest is None or newest <= on)
    rates, stale = [], set()
    for currency, (per_unit, day) in sorted(found.items()):
        rate = _rate(currency, round(per_unit, DECIMALS), day, state)
        rates.append(rate)
        if open_to_change or min(on, today) - day > OLDEST_SET:
            stale.add(rate.key)
    return Exchange(tuple(rates), frozenset(stale))


def _rate(currency: str, per_unit: float, day: date, state: Outside) -> Rate:
    return Rate(
        key=f"exchange.{currency.lower()}",
        unit="uzs",
        valid_from=day,
        low=per_unit,
        likely=per_unit,
        high=per_unit,
        source=NAMED,
        checked_on=day if state.ok_at is None else max(day, day_of(state.ok_at)),
        verified=True,
    )
