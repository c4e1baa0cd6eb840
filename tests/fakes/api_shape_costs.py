"""The stand-in's calculator: the true arithmetic, by rates that were checked long ago."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from fakes.api_shape_shelf import today_of
from ventra.costs.answers import CostAsk
from ventra.costs.fill_in import fill_in
from ventra.costs.holding import holding, told
from ventra.costs.work_out import work_out

ON = date(2026, 11, 1)


def answer(method: str, parts: list[str], now: Any, data: Any) -> Any:
    """What the api says to a request of the calculator."""
    today = today_of(now)
    held = holding([], ON, today=today)
    if parts == ["costs", "rates"]:
        return msgspec.to_builtins(told([], ON, today=today))
    if parts == ["cost-scenarios"]:
        return {"items": []}
    if parts != ["costs"] or method != "POST":
        return None
    ask = msgspec.convert(data, CostAsk)
    filled = fill_in(ask.inputs, held.rates, ())
    return msgspec.to_builtins(work_out(ask.inputs, filled, held, on=ON, seed=ask.seed))
