"""What a unit of goods costs once it lies in Tashkent: price, freight, insurance, customs duty, customs fee, VAT.

All columns are [n] or single numbers that are laid beside them; money comes in the currency it is agreed in, with the central
bank's rate of that currency, and leaves as whole soʻm for one unit. NaN is unknown and makes unknown whatever needs it.

Customs value = price + freight + insurance up to the border (Customs Code of Uzbekistan). Duty = so many percent of it, but no
less than so much a kilogram. VAT is of the customs value with the duty (Tax Code of Uzbekistan). The customs fee is by the
customs value of the whole consignment in US dollars, in basic calculation units (BRV): `docs/costs.md` has the sources.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.money import part, whole
from ventra.core.profile import Float

Column = Float | float


@dataclass(frozen=True, slots=True)
class Way:
    """A way of freight: what is asked for a kilogram and for a cubic metre, and the least for a consignment, in its currency.

    `kg_per_m3` is what a cubic metre is taken to weigh at least: light goods are charged by it. 0 where volume does not count.
    """

    per_kg: Column
    per_m3: Column = 0.0
    least: Column = 0.0
    kg_per_m3: Column = 0.0


@dataclass(frozen=True, slots=True)
class FeeSteps:
    """The customs fee of a consignment: `multiples[k]` basic units from a customs value of `starts_usd[k]` US dollars on."""

    starts_usd: tuple[float, ...]
    multiples: tuple[float, ...]
    unit_uzs: float


@dataclass(frozen=True, slots=True, eq=False)
class Consignment:
    """Goods bought abroad: `price` of a unit in its currency, `weight_kg` and `volume_m3` of a packed unit, how many units.

    `rate_uzs` is soʻm for one unit of the price's currency, `freight_rate_uzs` of the freight's, `usd_uzs` of the US dollar,
    in which `duty_per_kg` and the steps of the fee are. Percent are 0-100. `other_uzs` is what a unit costs besides on the way.
    """

    price: Column
    rate_uzs: Column
    weight_kg: Column
    volume_m3: Column
    quantity: Column
    way: Way
    freight_rate_uzs: Column
    usd_uzs: Column
    insurance_pct: Column = 0.0
    duty_pct: Column = 0.0
    duty_per_kg: Column = 0.0
    vat_pct: Column = 12.0
    broker_uzs: Column = 0.0
    other_uzs: Column = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Landed:
    """Whole soʻm for one unit [n]; `total` is the sum of all the lines."""

    goods: Float
    freight: Float
    insurance: Float
    customs_value: Float
    duty: Float
    customs_fee: Float
    vat: Float
    broker: Float
    other: Float
    total: Float


def charged_kg(weight_kg: Column, volume_m3: Column, kg_per_m3: Column) -> Float:
    """Kilograms that freight is charged for: what goods weigh, or what their volume is taken to weigh when that is more."""
    return np.asarray(np.maximum(weight_kg, np.asarray(volume_m3, np.float64) * kg_per_m3), np.float64)


def freight(goods: Consignment) -> Float:
    """Freight of a unit in whole soʻm."""
    way = goods.way
    kilograms = charged_kg(goods.weight_kg, goods.volume_m3, way.kg_per_m3)
    a_unit = kilograms * way.per_kg + np.asarray(goods.volume_m3, np.float64) * way.per_m3
    return whole(
        np.maximum(a_unit, np.asarray(way.least, np.float64) / goods.quantity) * goods.freight_rate_uzs
    )


def customs_fee(value_usd: Column, steps: FeeSteps) -> Float:
    """The fee of consignments of such customs values, in whole soʻm; NaN where the value is not known."""
    value = np.asarray(value_usd, np.float64)
    place = np.maximum(np.searchsorted(steps.starts_usd, value, side="right") - 1, 0)
    fee = np.asarray(steps.multiples, np.float64)[place] * steps.unit_uzs
    return whole(np.where(np.isnan(value), np.nan, fee))


def landed(goods: Consignment, steps: FeeSteps) -> Landed:
    """What a unit costs in Tashkent, line by line."""
    bought = whole(np.asarray(goods.price, np.float64) * goods.rate_uzs)
    carried = freight(goods)
    insured = part(bought + carried, goods.insurance_pct)
    value = bought + carried + insured
    least = whole(np.asarray(goods.duty_per_kg, np.float64) * goods.weight_kg * goods.usd_uzs)
    duty = np.maximum(part(value, goods.duty_pct), least)
    fee = whole(customs_fee(value * goods.quantity / goods.usd_uzs, steps) / goods.quantity)
    vat = part(value + duty, goods.vat_pct)
    broker = whole(np.asarray(goods.broker_uzs, np.float64) / goods.quantity)
    other = whole(goods.other_uzs)
    return Landed(
        goods=bought,
        freight=carried,
        insurance=insured,
        customs_value=value,
        duty=duty,
        customs_fee=fee,
        vat=vat,
        broker=broker,
        other=other,
        total=value + duty + fee + vat + broker + other,
    )
