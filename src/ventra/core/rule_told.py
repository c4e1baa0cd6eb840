"""What is said of a condition that held: the numbers beside it, as they were at that instant."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from typing import Literal

import msgspec
import numpy as np

from ventra.core.basis import NAMES, Basis
from ventra.core.day import from_us
from ventra.core.rule_kinds import Facts
from ventra.core.rules import Condition
from ventra.core.run_out import by_pace

By = Literal["forecast", "average", "pace"]
"""What days of stock are worked out from: a forecast, the average where none beats it, or what the last 7 closed days sold."""


class Told(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A condition that held, with what was known then; `None` is unknown or does not belong to its kind.

    `value` is the measure in `unit` (a fall is told as a positive number), `low` and `high` its interval where it is an
    estimate. `before` and `after` are what it went from and to: soʻm, units, stars. `usual_low` and `usual_high` bound what is
    usual of a day. `by` says what days of stock go by, `among` how many products a rank is among.
    """

    kind: str
    unit: str = ""
    limit: float = 0
    days: int = 0
    value: float | None = None
    low: float | None = None
    high: float | None = None
    before: float | None = None
    after: float | None = None
    basis: Basis | None = None
    usual_low: float | None = None
    usual_high: float | None = None
    by: By | None = None
    among: int | None = None
    text_before: str | None = None
    text_after: str | None = None
    other: int | None = None
    price_uzs: int | None = None
    stock: int | None = None
    units_7: float | None = None
    units_7_low: float | None = None
    units_7_high: float | None = None
    units_7_basis: Basis | None = None
    seen_at: datetime | None = None


_NUMBERS = ("value", "low", "high", "before", "after", "usual_low", "usual_high")
_WINDOWED = {
    "price_down": "price_max",
    "price_up": "price_min",
    "rating_down": "rating_max",
    "reviews_new": "reviews_min",
}
_AFTER = {"price": "price", "stock": "stock"}
_BASIS = dict.fromkeys(("sales_spike", "sales_drop", "sales_day"), "basis_1") | dict.fromkeys(
    ("growth_up", "growth_down"), "basis_7"
)
"""Of kinds whose number is an estimate: which fact says how it was come by."""
_REVIEWED = {
    "reviews_new": "reviews",
    "bad_reviews": "reviews",
    "rating_down": "rating",
    "rating_below": "rating",
}


def told(condition: Condition, facts: Facts, row: int, at_us: int) -> Told:
    """What is said of `condition` with the facts of one row, at an instant (µs)."""
    kind, days = condition.row, condition.days

    def of(name: str) -> float | None:
        values = facts.get(name)
        return None if values is None or not math.isfinite(values[row]) else float(values[row])

    measured = float(kind.measures[condition.unit](facts, days)[row])
    parts: dict[str, float | None] = {"value": measured if math.isfinite(measured) else None}
    after = _AFTER.get(kind.group) or _REVIEWED.get(kind.name)
    if after is not None:
        parts["after"] = of(after)
    if kind.name in _WINDOWED:
        parts["before"] = of(f"{_WINDOWED[kind.name]}_{days}")
    parts |= _of_kind(kind.name, days, of)
    by = _by(kind.name, of)
    basis: Basis | None = _basis(of(_BASIS[kind.name])) if kind.name in _BASIS else None
    if kind.feeds == ("night",) or by in ("forecast", "average"):
        basis = "inferred"
    elif by == "pace":
        basis = _basis(of("basis_7"))
    among = of("rank_of") if kind.group == "rank" else None
    price, stock, age = of("price"), of("stock"), of("age_hours")
    said = Told(
        kind=condition.kind,
        unit=condition.unit,
        limit=condition.limit,
        days=days,
        other=condition.other or None,
        price_uzs=None if price is None else round(price),
        stock=None if stock is None else round(stock),
        units_7=of("units_7"),
        units_7_low=of("units_7_low"),
        units_7_high=of("units_7_high"),
        basis=basis,
        by=by,
        among=None if among is None else round(among),
        units_7_basis=_basis(of("basis_7")),
        seen_at=None if age is None else from_us(at_us - round(age * 3_600_000_000)),
    )
    return msgspec.structs.replace(said, **{name: parts.get(name) for name in _NUMBERS})


def _of_kind(name: str, days: int, get: Callable[[str], float | None]) -> dict[str, float | None]:
    match name:
        case "price_moved":
            top, bottom, price = get(f"price_max_{days}"), get(f"price_min_{days}"), get("price")
            if top is None or bottom is None or price is None:
                return {}
            return {"before": top if top - price >= price - bottom else bottom}
        case "below_mine":
            return {"before": get("price_mine")}
        case "days_left" if get("by_forecast") is not None:
            return {"low": get("days_ahead_low"), "high": get("days_ahead_high")}
        case "days_left":
            return _days_left(get("stock"), get("units_7_low"), get("units_7_high"))
        case "sales_spike" | "sales_drop" | "sales_day":
            sold = {"value": get("units_1"), "low": get("units_1_low"), "high": get("units_1_high")}
            return sold | {"usual_low": get("usual_low"), "usual_high": get("usual_high")}
        case "growth_up" | "growth_down":
            return _percents(
                {"value": get("growth_7"), "low": get("growth_7_low"), "high": get("growth_7_high")}
            )
        case "runs_out" | "may_run_out":
            return {"low": get("gone_10"), "high": get("gone_90")}
        case "rises" | "category_rises" | "seller_rises":
            return _percents({"value": get("least_growth")})
        case "falls" | "category_falls" | "seller_falls" | "growth_28_up" | "growth_28_down":
            return _percents(
                {"value": get("growth_28"), "low": get("growth_28_low"), "high": get("growth_28_high")}
            )
        case "newcomer":
            return {"value": get("new_velocity"), "low": get("new_low"), "high": get("new_high")}
        case "rank_in" | "rank_out":
            return {"value": get("rank"), "low": get("rank_low"), "high": get("rank_high")}
        case "rank_up" | "rank_down":
            end = "max" if name == "rank_up" else "min"
            return {"before": get(f"rank_{end}_{days}"), "after": get("rank")}
        case "score_above":
            return {"low": get("score_low"), "high": get("score_high")}
        case "score_up" | "score_down":
            end = "min" if name == "score_up" else "max"
            return {"before": get(f"score_{end}_{days}"), "after": get("score")}
    return {}


def _percents(shares: dict[str, float | None]) -> dict[str, float | None]:
    return {name: None if share is None else 100 * share for name, share in shares.items()}


def _by(name: str, get: Callable[[str], float | None]) -> By | None:
    if name not in ("days_left", "runs_out", "may_run_out"):
        return None
    forecast = get("by_forecast")
    return "pace" if forecast is None else "forecast" if forecast else "average"


def _basis(code: float | None) -> Basis | None:
    return None if code is None else NAMES[int(code)]


def _days_left(stock: float | None, low: float | None, high: float | None) -> dict[str, float | None]:
    """The range at the pace of a week: the fewest days at the fastest pace."""
    if stock is None or low is None or high is None:
        return {}
    ends = by_pace(np.full(2, stock), np.array([high, low])).tolist()
    return {
        name: end if math.isfinite(end) else None for name, end in zip(("low", "high"), ends, strict=True)
    }
