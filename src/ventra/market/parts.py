"""Parts of a market as answers: who shares its revenue, by price, and what is left over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ventra.core.estimate import Ranged
from ventra.core.pooled import Sums, added
from ventra.core.shares import concentration, shares
from ventra.market.answers import Hhi, MarketSize, PriceSegment, RestPart
from ventra.market.growing import grown
from ventra.market.store.sums import Group

MOST_NAMED = 10
UNITS, REVENUE = "units_28", "revenue_28"
SHARE_DECIMALS = 4
UNKNOWN = Ranged(None, None, None)


@dataclass(frozen=True, slots=True)
class Sharing:
    """Owners by revenue, the largest first, each with the fields of its `Part`; those not named, and how concentrated."""

    named: list[tuple[int, dict[str, Any]]]
    others: RestPart | None
    hhi: Hhi | None


def size(whole: Group) -> MarketSize:
    """Both windows and growth of all products."""
    units = {days: whole.windows[f"units_{days}"] for days in (7, 28)}
    return MarketSize(
        products=whole.products,
        counted_7=units[7].known,
        counted_28=units[28].known,
        days_7=units[7].estimate(7, decimals=2),
        days_28=units[28].estimate(28, decimals=2),
        revenue_7=whole.windows["revenue_7"].estimate(7, decimals=0),
        revenue_28=whole.windows["revenue_28"].estimate(28, decimals=0),
        growth=grown(whole.weeks),
    )


def sharing(owners: Mapping[int | None, Group]) -> Sharing:
    """Who has which share of the revenue whose owner is known; an owner without a number of revenue comes last."""
    order = sorted(
        ((owner, group) for owner, group in owners.items() if owner is not None),
        key=lambda one: (not one[1].windows[REVENUE].known, -one[1].windows[REVENUE].point, one[0]),
    )
    named, left = order[:MOST_NAMED], [group for _, group in order[MOST_NAMED:]]
    sold = [group.windows for _, group in named] + [_together(left)]
    shared = _shares([one[REVENUE] for one in sold])
    return Sharing(
        named=[(owner, part(group.windows, shared[place])) for place, (owner, group) in enumerate(named)],
        others=RestPart(**part(sold[-1], shared[-1]), members=len(left)) if left else None,
        hhi=_hhi([group.windows[REVENUE] for _, group in order]),
    )


def segments(groups: Mapping[int | None, Group], bounds: Sequence[int]) -> list[PriceSegment]:
    """The products with a price by segment, the cheapest first; an empty segment has no products and no number."""
    if not any(place is not None for place in groups):
        return []
    ends = [None, *bounds, None]
    sold = [_together([groups[place]] if place in groups else []) for place in range(len(bounds) + 1)]
    shared = _shares([one[REVENUE] for one in sold])
    return [
        PriceSegment(**part(one, shared[place]), from_uzs=ends[place], to_uzs=ends[place + 1])
        for place, one in enumerate(sold)
    ]


def part(sold: Mapping[str, Sums], share: Ranged) -> dict[str, Any]:
    """The fields of a `Part`; a share is not known where no product has a revenue."""
    return {
        "products": sold[UNITS].products,
        "days_28": sold[UNITS].estimate(28, decimals=2),
        "revenue_28": sold[REVENUE].estimate(28, decimals=0),
        "share": share if sold[REVENUE].known else UNKNOWN,
    }


def _together(groups: Sequence[Group]) -> dict[str, Sums]:
    return {name: added(group.windows[name] for group in groups) for name in (UNITS, REVENUE)}


def _shares(parts: Sequence[Sums]) -> list[Ranged]:
    found = shares(*_columns(parts))
    return [
        _ranged(*ends, decimals=SHARE_DECIMALS)
        for ends in zip(found.point.tolist(), found.low.tolist(), found.high.tolist(), strict=True)
    ]


def _hhi(parts: Sequence[Sums]) -> Hhi | None:
    found = concentration(*_columns([one for one in parts if one.known]))
    if found is None:
        return None
    return Hhi(_ranged(found.point, found.low, found.high, decimals=0), found.level)


def _columns(parts: Sequence[Sums]) -> tuple[Any, Any]:
    return np.array([one.point for one in parts]), np.array([one.error for one in parts])


def _ranged(point: float, low: float, high: float, *, decimals: int) -> Ranged:
    if not np.isfinite(point):
        return UNKNOWN
    return Ranged(*(round(end, decimals or None) for end in (point, low, high)))
