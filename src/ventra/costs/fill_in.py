"""What is asked becomes spans by name: what a person gave, else the rate in force, else nothing is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Final

from ventra.core.spans import Span, exactly
from ventra.core.tariffs import Rate
from ventra.costs.answers import Abroad, Amount, CostInputs
from ventra.errors import BadInput

MONEY: Final = (0.0, 1e9)
PERCENT: Final = (0.0, 100.0)
BOUNDS: Mapping[str, tuple[float, float]] = {
    "quantity": (1, 1e6),
    "units_a_day": (1e-4, 1e5),
    "returns_pct": (0, 95),
    "lead_days": (0, 365),
    "free_days": (0, 365),
    "litres": (0, 1e5),
    "weight_kg": (0, 1e4),
    "volume_m3": (0, 1e3),
    "kg_per_m3": (0, 1e4),
    "rate_uzs": (1e-6, 1e7),
    "usd_uzs": (1e-6, 1e7),
}
"""Where an input may lie, where it is neither money nor percent."""
NOTHING: Final = exactly(0.0)
VAT_PAYERS: Final = ("vat", "vat_zero")


@dataclass(frozen=True, slots=True)
class Filled:
    """Spans by the names of inputs, `None` where one is not known: those are in `unknown`; `used`: rates that inputs go by."""

    selling: dict[str, Span | None] = field(default_factory=dict)
    buying: dict[str, Span | None] = field(default_factory=dict)
    used: list[tuple[str, Rate]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def fill_in(asked: CostInputs, rates: Mapping[str, Rate], path: Sequence[int]) -> Filled:
    """Every input. `path` are the categories that the goods are in, the topmost first. `BadInput` names what cannot be."""
    found = Filled()
    vat = asked.tax in VAT_PAYERS
    by_rate = {
        "commission_pct": _commission(rates, path),
        "logistics": f"logistics.{asked.size}",
        "free_days": "storage.free_days",
        "payout_pct": f"payout.{asked.payout}",
        "vat_pct": "vat.standard" if asked.tax == "vat" else None,
        "fees_vat_pct": "vat.standard" if vat else None,
        "turnover_pct": None if vat else f"turnover.{asked.tax}",
    }
    for name in ("price", "quantity", "units_a_day"):
        found.selling[name] = span(name, getattr(asked, name))
    for name, key in by_rate.items():
        found.selling[name] = _or_rate(found, name, getattr(asked, name), key, rates)
    _storage(found, asked, rates)
    for name in _OPTIONAL:
        found.selling[name] = _or_nothing(name, getattr(asked, name))
    if asked.abroad is not None:
        _abroad(found, asked.abroad, rates)
    else:
        found.buying["purchase"] = _or_unknown(found, "purchase", asked.purchase)
        found.buying["purchase_vat_pct"] = _or_nothing("purchase_vat_pct", asked.purchase_vat_pct)
        found.buying["lead_days"] = _or_nothing("lead_days", asked.lead_days)
    return found


_OPTIONAL = (
    "advertising_pct", "advertising", "returns_pct", "return_each", "spoiled_pct", "packaging", "other", "fixed",
)  # fmt: skip


def span(name: str, amount: Amount, within: str = "") -> Span:
    """An amount as a span; `BadInput` names it where it is out of bounds or of order."""
    low = amount.likely if amount.low is None else amount.low
    high = amount.likely if amount.high is None else amount.high
    least, most = BOUNDS.get(name, PERCENT if name.endswith("_pct") else MONEY)
    place = f"inputs.{within}{name}"
    if not all(isfinite(one) and least <= one <= most for one in (low, amount.likely, high)):
        raise BadInput(f"is not between {least:g} and {most:,.0f}", field=place)
    if not low <= amount.likely <= high:
        raise BadInput("is a range whose low, likely and high do not ascend", field=place)
    return Span(low, amount.likely, high)


def _storage(found: Filled, asked: CostInputs, rates: Mapping[str, Rate]) -> None:
    lasts = span("quantity", asked.quantity).high / span("units_a_day", asked.units_a_day).low
    free = found.selling["free_days"]
    if free is not None and lasts <= free.low:
        found.selling.update(litres=NOTHING, storage_litre_day=NOTHING)
        return
    found.selling["litres"] = _or_unknown(found, "litres", asked.litres)
    if found.selling["litres"] == NOTHING:
        found.selling["storage_litre_day"] = NOTHING
        return
    found.selling["storage_litre_day"] = _or_rate(
        found, "storage_litre_day", asked.storage_litre_day, "storage.litre_day", rates
    )


def _abroad(found: Filled, asked: Abroad, rates: Mapping[str, Rate]) -> None:
    way, inside = f"freight.{asked.way}.", "abroad."
    for name in ("price", "weight_kg"):
        found.buying[name] = span(name, getattr(asked, name), inside)
    by_rate = {
        "usd_uzs": "exchange.usd",
        "per_kg": f"{way}per_kg",
        "per_m3": f"{way}per_m3",
        "kg_per_m3": f"{way}kg_per_m3",
        "least": f"{way}least",
        "duty_pct": "duty",
        "vat_pct": "vat.standard",
        "lead_days": f"{way}days",
    }
    for name, key in by_rate.items():
        # A way of freight that is not charged so has no such rate.
        known = key if key in rates or not key.startswith(way) else None
        found.buying[name] = _or_rate(found, name, getattr(asked, name), known, rates, inside)
    # Dollars have one rate, whichever way they are spent.
    if asked.currency != "usd" or asked.rate_uzs is not None:
        key = f"exchange.{asked.currency}"
        found.buying["rate_uzs"] = _or_rate(found, "rate_uzs", asked.rate_uzs, key, rates, inside)
    for name in ("insurance_pct", "duty_per_kg", "broker", "other"):
        found.buying[name] = _or_nothing(name, getattr(asked, name), inside)
    by_volume = found.buying["per_m3"] != NOTHING or found.buying["kg_per_m3"] != NOTHING
    if asked.volume_m3 is not None or not by_volume:
        found.buying["volume_m3"] = _or_nothing("volume_m3", asked.volume_m3, inside)
    elif found.buying["per_m3"] != NOTHING:
        found.buying["volume_m3"] = _or_unknown(found, "volume_m3", None, inside)
    else:
        # Charged by weight, goods are taken to be heavy for their size unless their volume is told.
        found.buying["volume_m3"] = NOTHING


def _commission(rates: Mapping[str, Rate], path: Sequence[int]) -> str:
    """The commission of the nearest category that has one of its own."""
    keys = [f"commission.{category_id}" for category_id in reversed(path)]
    return next((key for key in keys if key in rates), "commission")


def _or_rate(
    found: Filled,
    name: str,
    amount: Amount | None,
    key: str | None,
    rates: Mapping[str, Rate],
    within: str = "",
) -> Span | None:
    if amount is not None:
        return span(name, amount, within)
    if key is None:
        return NOTHING
    rate = rates.get(key)
    if rate is None:
        return _or_unknown(found, name, None, within)
    found.used.append((within + name, rate))
    return rate.span


def _or_nothing(name: str, amount: Amount | None, within: str = "") -> Span:
    return NOTHING if amount is None else span(name, amount, within)


def _or_unknown(found: Filled, name: str, amount: Amount | None, within: str = "") -> Span | None:
    if amount is not None:
        return span(name, amount, within)
    found.unknown.append(within + name)
    return None
