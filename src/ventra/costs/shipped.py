"""The rates that come with this release: files of versions, of which none is ever changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

import msgspec

from ventra.core.landed import FeeSteps
from ventra.core.tariffs import Rate, RateUnit

FILES = ("uzum", "taxes", "customs", "freight", "exchange")
FEE_BEGINS: Final = "customs_fee.from_"
UNPUBLISHED: Mapping[str, RateUnit] = {
    "storage.litre_day": "uzs_litre_day",
    "freight.air.least": "usd",
    "freight.road.least": "usd",
    "freight.rail.least": "usd",
    "freight.container.least": "usd",
    "freight.air_us.per_kg": "usd_per_kg",
}
"""Rates that nobody publishes: an organisation may have its own."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    rates: list[dict[str, Any]]


@cache
def shipped() -> tuple[Rate, ...]:
    """Every version of every rate, in the order of the files."""
    found = []
    for name in FILES:
        text = (files("ventra.costs") / "rates" / f"{name}.toml").read_bytes()
        for entry in msgspec.toml.decode(text, type=_File).rates:
            value = entry.pop("value", None)
            ends = {} if value is None else {"low": value, "likely": value, "high": value}
            found.append(msgspec.convert(entry | ends, Rate))
    return tuple(found)


@cache
def units() -> Mapping[str, RateUnit]:
    """The unit of each rate there is, by key."""
    return {**{rate.key: rate.unit for rate in shipped()}, **UNPUBLISHED}


def unit_of(key: str) -> RateUnit:
    """The unit of a rate; of a category's commission too."""
    return units().get(key, "percent")


def fee_steps(rates: Mapping[str, Rate]) -> FeeSteps:
    """The customs fee as rates in force say it."""
    steps = sorted(
        (float(key.removeprefix(FEE_BEGINS)), rate.likely)
        for key, rate in rates.items()
        if key.startswith(FEE_BEGINS)
    )
    return FeeSteps(
        tuple(usd for usd, _ in steps), tuple(multiple for _, multiple in steps), rates["brv"].likely
    )


FIRST_DAY: Final = date(2026, 4, 7)
"""No calculation goes by rates of a day before: not all of them were there."""
