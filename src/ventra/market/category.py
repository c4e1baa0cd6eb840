"""A category at a glance, over all active products below it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ventra.catalog.answers import CategoryName
from ventra.catalog.store import names
from ventra.core.segments import bounds
from ventra.market import parts
from ventra.market.answers import CategoryMarket, ChildCategory, SellerPart
from ventra.market.growing import grown
from ventra.market.store import places, sums
from ventra.market.store.sums import BELOW_CATEGORY

NEW_FOR = timedelta(days=30)


async def read(db: Any, category_id: int, *, now: datetime) -> CategoryMarket:
    """What is sold below a category and who sells it; `NotFound` when it is not known."""
    place = await places.place(db, category_id)
    whole = await sums.whole(db, BELOW_CATEGORY, category_id, new_since=now - NEW_FOR)
    edges = bounds(whole.prices)
    groups = await sums.groups(db, BELOW_CATEGORY, category_id, bounds=edges)
    shared = parts.sharing(groups.owners)
    shops = await names.sellers(db, (owner for owner, _ in shared.named))
    return CategoryMarket(
        category_id=category_id,
        titles=place.titles,
        path=place.path,
        as_of=whole.as_of,
        size=parts.size(whole.group),
        sellers=sum(owner is not None for owner in groups.owners),
        newcomers=whole.newcomers,
        watched_since=whole.first_seen,
        concentration=shared.hhi,
        leaders=[SellerPart(**part, seller=shops[owner]) for owner, part in shared.named],
        others=shared.others,
        segments=parts.segments(groups.segments, edges),
        unpriced=groups.segments.get(None, sums.NONE).products,
        children=_children(place.children, groups),
    )


def _children(below: list[CategoryName], groups: sums.Groups) -> list[ChildCategory]:
    """Those that sell most first; one without products is there as well, without a number."""
    found = [(child, groups.children.get(child.category_id, sums.NONE)) for child in below]
    found.sort(key=lambda one: (-one[1].windows[parts.REVENUE].point, -one[1].products, one[0].category_id))
    return [
        ChildCategory(
            category=child,
            products=group.products,
            days_28=group.windows[parts.UNITS].estimate(28, decimals=2),
            revenue_28=group.windows[parts.REVENUE].estimate(28, decimals=0),
            growth=grown(group.weeks),
        )
        for child, group in found
    ]
