"""Works out what is left of a price: spans are drawn, the formulas of core/ run once over all draws, answers are read off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Final, TypeVar, get_args

import numpy as np

from ventra.core import economics
from ventra.core.cash_curve import curve, last_day
from ventra.core.economics import Bought, Lines, Terms
from ventra.core.estimate import Ranged
from ventra.core.landed import Consignment, Landed, Way, landed
from ventra.core.profile import Float
from ventra.core.spans import DRAWS, PERCENTILES, drawn, enough, ranged
from ventra.core.tariffs import Rate
from ventra.costs.answers import (
    CashCurve,
    CostAnswer,
    CostInputs,
    CostLine,
    LandedLine,
    LandedName,
    LineName,
    UsedRate,
)
from ventra.costs.fill_in import VAT_PAYERS, Filled
from ventra.costs.holding import Holding
from ventra.costs.shipped import fee_steps

PAYOUT_DAYS: Final[Mapping[str, int]] = {"twice_a_month": 15, "weekly": 7, "daily": 1, "urgent": 1}
MOST_POINTS: Final = 61
"""Of a cash curve, as it is told."""
CURVE_DRAWS: Final = 500
"""Draws that a cash curve is laid through: it has a column for each day."""
Table = TypeVar("Table", Lines, Bought)
_WAY = tuple(each.name for each in fields(Way))
_TERMS = {each.name for each in fields(Terms)}


def work_out(
    asked: CostInputs,
    filled: Filled,
    held: Holding,
    *,
    on: date,
    seed: int,
) -> CostAnswer:
    """The answer to what was asked, by inputs as they are filled in."""
    selling, buying = _columns(filled, seed)
    terms = Terms(**{name: column for name, column in selling.items() if name in _TERMS})
    pays_vat = asked.tax in VAT_PAYERS
    arrived = None if asked.abroad is None else landed(_consignment(buying, terms), fee_steps(held.rates))
    bought = (
        economics.at_home(buying["purchase"], buying["purchase_vat_pct"])
        if arrived is None
        else economics.from_abroad(arrived)
    )
    found = economics.lines(terms, bought, pays_vat=pays_vat)
    profit = found.profit
    return CostAnswer(
        on=on,
        seed=seed,
        draws=DRAWS if np.size(profit) > 1 else 0,
        price=ranged(_column(found.price)),
        lines=[CostLine(name, ranged(_column(getattr(found, name)))) for name in get_args(LineName)],
        landed=None if arrived is None else _landed(arrived),
        profit=ranged(_column(profit)),
        margin_pct=ranged(_column(found.margin_pct), 2),
        roi_pct=ranged(_column(found.roi_pct), 2),
        paid_out=ranged(_column(found.paid_out)),
        outlay=ranged(_column(found.outlay)),
        break_even_price=ranged(_column(economics.break_even_price(terms, bought, pays_vat=pays_vat))),
        units_for_fixed=ranged(_column(economics.units_for_fixed(found, terms.fixed))),
        units_to_recoup=ranged(_column(economics.units_to_recoup(found, terms.quantity, terms.fixed))),
        batch_profit=ranged(_column(economics.batch_profit(found, terms.quantity, terms.fixed))),
        loss_chance=_loss_chance(profit),
        cash=_cash(found, bought, terms, buying["lead_days"], PAYOUT_DAYS[asked.payout]),
        used=[_used(name, rate, held) for name, rate in filled.used],
        unknown=filled.unknown,
    )


def _columns(filled: Filled, seed: int) -> tuple[dict[str, Float], dict[str, Float]]:
    given = {f"buying {name}": span for name, span in filled.buying.items()}
    given |= {f"selling {name}": span for name, span in filled.selling.items()}
    known = {name: span for name, span in given.items() if span is not None}
    columns = drawn(known, np.random.default_rng(seed)) | {
        name: np.array([np.nan]) for name in given.keys() - known
    }
    columns["selling quantity"] = np.rint(columns["selling quantity"])
    sides: dict[str, dict[str, Float]] = {"buying": {}, "selling": {}}
    for name, column in columns.items():
        side, _, plain = name.partition(" ")
        sides[side][plain] = column
    return sides["selling"], sides["buying"]


def _consignment(buying: Mapping[str, Float], terms: Terms) -> Consignment:
    return Consignment(
        price=buying["price"],
        rate_uzs=buying.get("rate_uzs", buying["usd_uzs"]),
        weight_kg=buying["weight_kg"],
        volume_m3=buying["volume_m3"],
        quantity=terms.quantity,
        way=Way(**{name: buying[name] for name in _WAY}),
        freight_rate_uzs=buying["usd_uzs"],
        usd_uzs=buying["usd_uzs"],
        insurance_pct=buying["insurance_pct"],
        duty_pct=buying["duty_pct"],
        duty_per_kg=buying["duty_per_kg"],
        vat_pct=buying["vat_pct"],
        broker_uzs=buying["broker"],
        other_uzs=buying["other"],
    )


def _landed(arrived: Landed) -> list[LandedLine]:
    return [LandedLine(name, ranged(_column(getattr(arrived, name)))) for name in get_args(LandedName)]


def _cash(found: Lines, bought: Bought, terms: Terms, lead_days: Float, payout_days: int) -> CashCurve | None:
    """The money of the batch by day; `None` where it is not known."""
    if not np.isfinite(found.profit[0]) or not np.isfinite(lead_days[0]):
        return None
    quantity, pace = np.asarray(terms.quantity), np.asarray(terms.units_a_day)
    last = last_day(float(quantity[0]), float(pace[0]), float(np.rint(lead_days[0])))
    few = slice(1 + CURVE_DRAWS)
    money = curve(
        _first(found, few),
        _first(bought, few),
        quantity=quantity[few],
        units_a_day=pace[few],
        lead_days=lead_days[few],
        payout_days=payout_days,
        fixed=np.asarray(terms.fixed)[few],
        last=last,
    )
    step = -(-last // (MOST_POINTS - 1))
    at = np.unique(np.append(np.arange(0, last + 1, step), last))
    point, draws = money.brought[0, at], money.brought[1:, at]
    low, high = np.nanpercentile(draws, PERCENTILES, axis=0) if len(draws) else (point, point)
    return CashCurve(
        days=at.tolist(),
        point=point.tolist(),
        low=np.rint(np.minimum(low, point)).tolist(),
        high=np.rint(np.maximum(high, point)).tolist(),
        needed=ranged(money.needed),
        needed_day=int(money.needed_day[0]),
        back_day=ranged(money.back_day),
    )


def _first(table: Table, few: slice) -> Table:
    """The first rows of all columns."""
    return type(table)(*(np.atleast_1d(getattr(table, each.name))[few] for each in fields(table)))


def _loss_chance(profit: Float) -> float | None:
    draws = _column(profit)[1:]
    known = draws[np.isfinite(draws)]
    return round(float(np.mean(known < 0)), 3) if enough(known, draws) else None


def _column(values: Any) -> Float:
    return np.atleast_1d(np.asarray(values, np.float64))


def _used(name: str, rate: Rate, held: Holding) -> UsedRate:
    return UsedRate(
        input=name,
        key=rate.key,
        unit=rate.unit,
        value=Ranged(rate.likely, rate.low, rate.high),
        valid_from=rate.valid_from,
        source=rate.source,
        checked_on=rate.checked_on,
        verified=rate.verified,
        own=rate.key in held.own,
        daily=rate.key in held.daily,
        stale=rate.key in held.stale,
    )
