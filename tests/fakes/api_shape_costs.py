"""The stand-in's calculator: the true arithmetic, by rates that were checked long ago, and a central bank that went silent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec

from fakes.api_shape_shelf import today_of
from ventra.core.tariffs import Rate
from ventra.costs.answers import CostAsk
from ventra.costs.exchange import Exchange
from ventra.costs.fill_in import fill_in
from ventra.costs.holding import holding, told
from ventra.costs.work_out import work_out

ON = date(2026, 11, 1)
DOLLAR = Rate(
    key="exchange.usd",
    unit="uzs",
    valid_from=ON - timedelta(days=2),
    low=12_650.55,
    likely=12_650.55,
    high=12_650.55,
    source="cbu.uz",
    checked_on=ON - timedelta(days=2),
    verified=True,
)
BANK = Exchange((DOLLAR,), frozenset({DOLLAR.key}))


def begun(number: int) -> Any:
    """A product as the calculator begins with it."""
    return {
        "product_id": number,
        "titles": {"uz": "Shisha choynak", "ru": "Стеклянный чайник"},
        "price": {"likely": 149_000},
        "units_a_day": {"likely": 3, "low": 2, "high": 4},
        "quantity": {"likely": 90},
        "category_id": 5,
        "known": [],
    }


def answer(method: str, parts: list[str], now: Any, data: Any) -> Any:
    """What the api says to a request of the calculator."""
    today = today_of(now)
    held = holding([], ON, today=today, exchange=BANK)
    if parts == ["costs", "rates"]:
        return msgspec.to_builtins(told([], ON, today=today, exchange=BANK))
    if parts == ["cost-scenarios"]:
        return {"items": []}
    if parts != ["costs"] or method != "POST":
        return None
    ask = msgspec.convert(data, CostAsk)
    filled = fill_in(ask.inputs, held.rates, ())
    return msgspec.to_builtins(work_out(ask.inputs, filled, held, on=ON, seed=ask.seed))
