"""Goods that somebody named, such as all that an organisation tracks, at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ventra.catalog.store import names
from ventra.core.segments import bounds
from ventra.market import parts
from ventra.market.answers import CategoryPart, MarketSize, PriceSegment, RestPart
from ventra.market.category import NEW_FOR
from ventra.market.store import sums
from ventra.market.store.sums import OF_PRODUCTS


@dataclass(frozen=True, slots=True)
class NamedGoods:
    """The sums over those that are on sale, the categories that share their revenue, and their prices."""

    as_of: date | None
    size: MarketSize
    newcomers: int
    categories: list[CategoryPart]
    others: RestPart | None
    segments: list[PriceSegment]


async def read(db: Any, product_ids: Sequence[int], *, now: datetime) -> NamedGoods:
    """What is sold of these products."""
    key = list(product_ids)
    whole = await sums.whole(db, OF_PRODUCTS, key, new_since=now - NEW_FOR)
    edges = bounds(whole.prices)
    groups = await sums.groups(db, OF_PRODUCTS, key, bounds=edges)
    shared = parts.sharing(groups.owners)
    named = await names.categories(db, (owner for owner, _ in shared.named))
    return NamedGoods(
        as_of=whole.as_of,
        size=parts.size(whole.group),
        newcomers=whole.newcomers,
        categories=[CategoryPart(**part, category=named[owner]) for owner, part in shared.named],
        others=shared.others,
        segments=parts.segments(groups.segments, edges),
    )
