"""What changed on the shelf among tracked products, over HTTP."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated, Literal

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from ventra.accounts.routes.handed import Asked
from ventra.catalog.answers import photo_url
from ventra.catalog.shelf import Shelf as Reading
from ventra.collect.change_answers import ShelfChange, ShelfChanges
from ventra.collect.store import changes as kept
from ventra.core.day import day_of, from_us, start_of_day_us, to_day_number
from ventra.core.product import Titles
from ventra.core.rights import Access
from ventra.core.shelf_changes import Change, by_weight, changes
from ventra.infra.db import transaction


@get(
    "/watchlist/changes",
    operation_id="read_watchlist_changes",
    tags=["watchlist"],
    summary="What changed among tracked products",
    access=Access.VIEWER,
)
async def read_changes(
    shelf: NamedDependency[Reading],
    who: Asked,
    days: Annotated[
        Literal[1, 7, 28], QueryParameter(description="compared with how it was before so many closed days")
    ] = 7,
    mark: FromQuery[Literal["mine", "rival"] | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200, description="how many, what matters most first")] = 20,
) -> ShelfChanges:
    """Prices that moved, shelves that emptied or filled, products that went; `new` counts those not seen at that time yet."""
    today = to_day_number(day_of(datetime.now(UTC)))
    since = from_us(start_of_day_us(today - days))
    async with transaction(shelf.pool, org_id=who.org) as db:
        pairs = await kept.pairs(db, who.org, since, mark=mark)
        found = by_weight(
            change
            for pair in pairs
            if pair.before is not None and pair.now is not None
            for change in changes(pair.product_id, pair.before, pair.now, pair.gone_since)
        )
        shown = found[:limit]
        faces = await kept.faces(db, who.org, sorted({change.product_id for change in shown}))

    def told(change: Change) -> ShelfChange:
        face = faces[change.product_id]
        return ShelfChange(
            product_id=change.product_id,
            titles=Titles(face["title_uz"], face["title_ru"]),
            photo_url=photo_url(face["photo_key"], simulated=shelf.simulated),
            mark=face["mark"],
            kind=change.kind,
            before=change.before,
            after=change.after,
            before_at=change.before_at,
            after_at=change.after_at,
        )

    return ShelfChanges(
        since=since,
        items=[told(change) for change in shown],
        total=len(found),
        by_kind=dict(Counter(change.kind for change in found)),
        products=len(pairs),
        new=sum(pair.before is None for pair in pairs),
    )


ROUTES = (read_changes,)
