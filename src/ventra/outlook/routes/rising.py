"""What rises over HTTP, and how far the market is judged."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from litestar import get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from ventra.catalog.shelf import Shelf
from ventra.core.rights import Access
from ventra.errors import BadInput
from ventra.infra.db import transaction
from ventra.outlook import how_far, listed
from ventra.outlook.answers import ForecastAccuracy, OutlookProgress, RisingKind, RisingList
from ventra.outlook.store import rising
from ventra.outlook.store.rising import Wanted

Reading = NamedDependency[Shelf]
Pool = NamedDependency[Any]
MOST_UNITS = 1_000_000


@get(
    "/rising",
    operation_id="list_rising",
    access=Access.OPEN,
    tags=["outlook"],
    summary="What rises, and how sure that is",
)
async def list_rising(
    shelf: Reading,
    kind: Annotated[RisingKind, QueryParameter(description="of what")] = "products",
    category: Annotated[
        int | None, QueryParameter(ge=0, le=2**63 - 1, description="a category with all below it")
    ] = None,
    min_units: Annotated[
        float | None,
        QueryParameter(ge=0, le=MOST_UNITS, description="units a day on a usual day now, at least"),
    ] = None,
    sort: Annotated[
        str,
        QueryParameter(
            max_length=20, description=f"one of {', '.join(rising.SORTS)}; `-` before it: descending"
        ),
    ] = "rank",
    limit: Annotated[int, QueryParameter(ge=1, le=500, description="how many on a page")] = 50,
    cursor: Annotated[
        str | None, QueryParameter(max_length=1000, description="`next_cursor` of the page before")
    ] = None,
) -> RisingList:
    """A page of what grows significantly over the whole market, by Benjamini and Hochberg over all that was tested that night.

    Newcomers are not tested: they are ranked by what they surely sell a day. What is unknown comes last in both directions.
    """
    if sort not in rising.SORTS:
        raise BadInput(f"sort is one of {', '.join(rising.SORTS)}", field="sort")
    wanted = Wanted(kind, category, min_units)
    async with transaction(shelf.pool, org_id=await shelf.org_id()) as db:
        return await listed.page(
            db,
            wanted,
            sort=sort,
            limit=limit,
            cursor=cursor,
            now=datetime.now(UTC),
            simulated=shelf.simulated,
        )


@get(
    "/outlook/progress",
    operation_id="read_outlook_progress",
    access=Access.OPEN,
    tags=["outlook"],
    summary="How far is the market judged?",
)
async def read_outlook_progress(pool: Pool) -> OutlookProgress:
    """By the last closed day: how many folders of buckets are done, and since when; and what the last night came to."""
    async with transaction(pool) as db:
        return await how_far.read(db, now=datetime.now(UTC))


@get(
    "/outlook/accuracy",
    operation_id="read_forecast_accuracy",
    access=Access.OPEN,
    tags=["outlook"],
    summary="How good were the forecasts?",
)
async def read_forecast_accuracy(pool: Pool) -> ForecastAccuracy:
    """Kept forecasts, scored once the days they speak of were final: beside the naive one, by units a day and horizon."""
    async with transaction(pool) as db:
        return await how_far.accuracy(db)


ROUTES = (list_rising, read_outlook_progress, read_forecast_accuracy)
