"""The calculator against forty cases worked by hand, to the soʻm; and the sums of the cases themselves, in fractions."""

from __future__ import annotations

import ast
import math
import operator
import tomllib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ventra.core.cash_curve import curve, last_day
from ventra.core.economics import (
    Bought,
    Terms,
    at_home,
    batch_profit,
    break_even_price,
    from_abroad,
    lines,
    units_for_fixed,
    units_to_recoup,
)
from ventra.core.landed import Consignment, FeeSteps, Landed, Way, landed

CASES = tomllib.loads((Path(__file__).parent / "cost_cases.toml").read_text("utf-8"))
FEES = FeeSteps(
    (0, 10_000, 20_000, 40_000, 60_000, 100_000, 200_000, 500_000, 1_000_000),
    (1, 1.5, 2.5, 4, 7, 10, 15, 20, 25),
    412_000,
)
WAY = ("per_kg", "per_m3", "least", "kg_per_m3")
TERMS = set(Terms.__dataclass_fields__)
LANDED = tuple(Landed.__dataclass_fields__)
SUMS: dict[type, Callable[[Any, Any], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
NAMED: dict[str, Callable[..., Any]] = {"max": max, "min": min, "ceil": math.ceil, "floor": math.floor}


def cases(kind: str) -> list[Any]:
    return [pytest.param(case, id=case["title"]) for case in CASES[kind]]


def test_there_are_forty():
    assert sum(len(kind) for kind in CASES.values()) == 40


@pytest.mark.parametrize("case", cases("landed") + cases("unit") + cases("cash"))
def test_each_line_of_the_working_is_summed_up_rightly(case: dict[str, Any]):
    for line in case["working"]:
        name, _, sum_ = line.partition(": ")
        if sum_ == "none":
            continue
        expression, _, value = sum_.rpartition(" = ")
        decimals = len(value.partition(".")[2])
        exact = worth(ast.parse(expression, mode="eval").body) * 10**decimals
        rounded = math.floor(abs(exact) + Fraction(1, 2)) * (-1 if exact < 0 else 1)
        assert Fraction(value) == Fraction(rounded, 10**decimals), name


@pytest.mark.parametrize("case", cases("landed"))
def test_goods_from_abroad_cost_what_was_worked_out_by_hand(case: dict[str, Any]):
    cost = landed(consignment(case["inputs"]), FEES)
    agree(case, {name: getattr(cost, name) for name in LANDED})


@pytest.mark.parametrize("case", cases("unit"))
def test_what_is_left_of_a_price_is_what_was_worked_out_by_hand(case: dict[str, Any]):
    agree(case, told(case["inputs"]))


@pytest.mark.parametrize("case", cases("cash"))
def test_the_money_of_a_batch_is_what_was_worked_out_by_hand(case: dict[str, Any]):
    inputs = case["inputs"]
    found = lines(terms(inputs), bought(inputs), pays_vat=inputs.get("pays_vat", False))
    last = last_day(inputs["quantity"], inputs["units_a_day"], inputs["lead_days"])
    money = curve(
        found,
        bought(inputs),
        quantity=inputs["quantity"],
        units_a_day=inputs["units_a_day"],
        lead_days=inputs["lead_days"],
        payout_days=inputs["payout_days"],
        fixed=inputs.get("fixed", 0),
        last=last,
    )
    by_day = {f"brought_{day}": money.brought[0, day] for day in range(last + 1)}
    of_curve = {name: getattr(money, name) for name in ("needed", "needed_day", "back_day")}
    agree(case, told(inputs) | by_day | of_curve | {"last": last, "paid_out": found.paid_out})
    assert money.brought[0, -1] == batch_profit(found, inputs["quantity"], inputs.get("fixed", 0))


def agree(case: dict[str, Any], told: dict[str, Any]) -> None:
    """Whatever the case works out is told so; what it leaves out is 0."""
    worked = dict(line.split(": ", 1) for line in case["working"])
    for name, value in told.items():
        found = float(np.asarray(value).reshape(-1)[0])
        if name not in worked:
            assert found == 0 or name.startswith("brought_") or name == "price", name
        elif worked[name] == "none":
            assert math.isnan(found), name
        else:
            wanted = worked[name].rpartition(" = ")[2]
            decimals = len(wanted.partition(".")[2])
            assert (name, round(found, decimals)) == (name, float(wanted))


def told(inputs: dict[str, Any]) -> dict[str, Any]:
    of, cost, pays_vat = terms(inputs), bought(inputs), inputs.get("pays_vat", False)
    found = lines(of, cost, pays_vat=pays_vat)
    names = [*type(found).__dataclass_fields__, "margin_pct", "roi_pct"]
    answers = {
        "break_even_price": break_even_price(of, cost, pays_vat=pays_vat),
        "units_for_fixed": units_for_fixed(found, of.fixed),
        "units_to_recoup": units_to_recoup(found, of.quantity, of.fixed),
        "batch_profit": batch_profit(found, of.quantity, of.fixed),
    }
    return {name: getattr(found, name) for name in names} | answers


def terms(inputs: dict[str, Any]) -> Terms:
    return Terms(**{name: value for name, value in inputs.items() if name in TERMS})


def bought(inputs: dict[str, Any]) -> Bought:
    if inputs.get("abroad"):
        abroad = {name.removeprefix("buy_"): each for name, each in inputs.items() if name.startswith("buy_")}
        return from_abroad(landed(consignment(abroad), FEES))
    return at_home(inputs["purchase"], inputs.get("purchase_vat_pct", 0))


def consignment(inputs: dict[str, Any]) -> Consignment:
    way = Way(**({"per_kg": 0} | {name: inputs[name] for name in WAY if name in inputs}))
    return Consignment(way=way, **{name: value for name, value in inputs.items() if name not in WAY})


def worth(part: ast.expr) -> Fraction:
    match part:
        case ast.Constant(value=int() | float() as number):
            return Fraction(str(number))
        case ast.BinOp(left=left, op=sign, right=right):
            return SUMS[type(sign)](worth(left), worth(right))
        case ast.UnaryOp(op=ast.USub(), operand=of):
            return -worth(of)
        case ast.Call(func=ast.Name(id=name), args=of):
            return Fraction(NAMED[name](*(worth(one) for one in of)))
    raise ValueError(ast.dump(part))
