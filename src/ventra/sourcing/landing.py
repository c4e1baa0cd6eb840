"""What an offer costs once it lies in Tashkent, by way of freight, and what is left of the market's prices after that.

Pure: rates and tariffs come as values. The formulas are those of `core/landed.py`; here stands only what is put into them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np

from ventra.core.estimate import Ranged
from ventra.core.landed import Consignment, FeeSteps, Way, landed
from ventra.core.spans import Span, drawn, exactly, ranged
from ventra.core.tariffs import Rate
from ventra.costs.shipped import fee_steps
from ventra.market.answers import PriceSegment
from ventra.sourcing.answers import LandedCost, LandedPart, SegmentMargin, SupplierOffer

WAYS: Final = ("air", "road", "rail")
"""Ways that are charged by weight; a container is charged by volume, which no offer tells."""
HOME: Final = "home"
KG_PER_M3: Final = Span(100, 200, 400)
"""What a cubic metre of packed goods weighs where nobody says: from soft toys to boxes of dishes."""
WEIGHT_WITHIN: Final = 0.15
"""A weight is of the goods or of the packed unit, and sellers do not say which."""
QUANTITY: Final = 100
"""Units in a consignment where the supplier names no least: they share the customs fee."""
DRAWS: Final = 500
"""Enough for the ends of an interval of 80 %, for many offers on a page."""
UNKNOWN: Final = Ranged(None, None, None)
MARGIN_DECIMALS: Final = 4
_LINES = ("goods", "freight", "insurance", "duty", "customs_fee", "vat", "broker", "other")
Missing = Literal["weight", "rate", "freight_rate", "freight_us", "tariffs"]
FROM_US: Final = "freight.air_us.per_kg"
"""What Google shows is sold in the United States: from there goods fly, at a rate that nobody publishes."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What all offers of a page share: soʻm for a US dollar, `None` where not known, and the tariffs in force."""

    usd_uzs: float | None
    tariffs: Mapping[str, Rate]


def land(offer: SupplierOffer, weight_grams: int | None, facts: Facts) -> list[LandedCost]:
    """What a unit costs here by each way it may come; goods priced in soʻm are here already."""
    if offer.currency == "UZS":
        here = Ranged(*[offer.price_uzs] * 3)
        return [
            LandedCost(way=HOME, total=here, lines=[LandedPart("goods", here)], missing=[], basis="imputed")
        ]
    missing: list[Missing] = []
    if weight_grams is None:
        missing.append("weight")
    if offer.price_uzs is None or facts.usd_uzs is None:
        missing.append("rate")
    if "duty" not in facts.tariffs or "brv" not in facts.tariffs or "vat.standard" not in facts.tariffs:
        missing.append("tariffs")
    found = []
    for way, rate, without in _ways(offer):
        lacking = missing + ([] if rate in facts.tariffs else [without])
        found.append(_unknown(way, lacking) if lacking else _by(way, rate, offer, weight_grams or 0, facts))
    return found


def _ways(offer: SupplierOffer) -> list[tuple[str, str, Missing]]:
    """The ways goods come by from where they are sold, the rate of each, and what is missing without it."""
    if offer.source == "google":
        return [("air", FROM_US, "freight_us")]
    return [(way, f"freight.{way}.per_kg", "freight_rate") for way in WAYS]


def _unknown(way: str, missing: Sequence[Missing]) -> LandedCost:
    return LandedCost(way=way, total=UNKNOWN, lines=[], missing=list(missing), basis="no_data")


def _by(way: str, rate: str, offer: SupplierOffer, weight_grams: int, facts: Facts) -> LandedCost:
    tariffs, usd = facts.tariffs, facts.usd_uzs or float("nan")
    kilograms = weight_grams / 1000
    nothing = exactly(0.0)
    inputs = {
        "weight_kg": Span(kilograms, kilograms, kilograms * (1 + WEIGHT_WITHIN)),
        "density": KG_PER_M3,
        "duty_pct": tariffs["duty"].span,
        "per_kg": tariffs[rate].span,
        "kg_per_m3": tariffs[f"freight.{way}.kg_per_m3"].span
        if f"freight.{way}.kg_per_m3" in tariffs
        else nothing,
        "vat_pct": tariffs["vat.standard"].span,
    }
    # The same offer is drawn alike each time it is shown.
    columns = drawn(inputs, np.random.default_rng(offer.offer_id), DRAWS)
    goods = Consignment(
        price=float(offer.price),
        rate_uzs=(offer.price_uzs or 0) / float(offer.price),
        weight_kg=columns["weight_kg"],
        volume_m3=columns["weight_kg"] / columns["density"],
        quantity=float(offer.least or QUANTITY),
        way=Way(per_kg=columns["per_kg"], kg_per_m3=columns["kg_per_m3"]),
        freight_rate_uzs=usd,
        usd_uzs=usd,
        duty_pct=columns["duty_pct"],
        vat_pct=columns["vat_pct"],
    )
    steps: FeeSteps = fee_steps(tariffs)
    cost: Any = landed(goods, steps)
    size = len(columns["weight_kg"])
    lines = [(name, np.broadcast_to(getattr(cost, name), size)) for name in _LINES]
    return LandedCost(
        way=way,
        total=ranged(cost.total),
        lines=[LandedPart(name, ranged(column)) for name, column in lines if column[0] > 0],  # type: ignore[arg-type]
        missing=[],
        basis="imputed",
    )


def cheapest(costs: Sequence[LandedCost]) -> Ranged:
    """The total of the way that costs least; not known where none is."""
    known = [one.total for one in costs if one.total.point is not None]
    return min(known, key=lambda total: total.point or 0.0, default=UNKNOWN)


def margin(price_uzs: int | None, cost: Ranged) -> Ranged:
    """What is left of a price after a cost, in parts of the price; before the marketplace's fees and taxes."""
    if not price_uzs or cost.point is None or cost.low is None or cost.high is None:
        return UNKNOWN
    return Ranged(*(round(1 - end / price_uzs, MARGIN_DECIMALS) for end in (cost.point, cost.high, cost.low)))


def by_segment(segments: Sequence[PriceSegment], cost: Ranged) -> list[SegmentMargin]:
    """What is left in each of a category's price segments, from the dearest goods at its lowest price to the cheapest at its
    highest.
    """
    return [
        SegmentMargin(
            from_uzs=one.from_uzs,
            to_uzs=one.to_uzs,
            units_28=one.days_28.point,
            share=one.share.point,
            margin=_between(one.from_uzs, one.to_uzs, cost),
        )
        for one in segments
    ]


def _between(from_uzs: int | None, to_uzs: int | None, cost: Ranged) -> Ranged:
    at_low, at_high = margin(from_uzs, cost), margin(to_uzs, cost)
    middle = None if from_uzs is None or to_uzs is None else margin((from_uzs + to_uzs) // 2, cost).point
    return Ranged(middle, at_low.low, at_high.high)
