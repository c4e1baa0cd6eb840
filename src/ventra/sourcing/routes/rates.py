"""The central bank's rates over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from litestar import get
from litestar.params import PathParameter, QueryParameter

from ventra.accounts.routes.handed import Pool
from ventra.core.day import day_of
from ventra.core.rights import Access
from ventra.errors import NotFound
from ventra.infra.db import transaction
from ventra.sourcing import rates
from ventra.sourcing.answers import RateHistory, Rates
from ventra.sourcing.store import rates as kept

TAGS = ["sourcing"]
Currency = Annotated[
    str, PathParameter(pattern="^[A-Z]{3}$", description="three capital letters of ISO 4217")
]


@get("/rates", operation_id="read_rates", access=Access.OPEN, tags=TAGS, summary="Rates of the central bank")
async def read_rates(pool: Pool) -> Rates:
    """The newest rate of each currency, and how fresh they are; they are asked for a few times a day."""
    async with transaction(pool) as db:
        return await rates.read(db, datetime.now(UTC))


@get(
    "/rates/{currency:str}",
    operation_id="read_rate_history",
    access=Access.OPEN,
    tags=TAGS,
    summary="A currency's rates by day",
)
async def read_rate_history(
    pool: Pool,
    currency: Currency,
    days: Annotated[int, QueryParameter(ge=1, le=3660, description="how many days back")] = 90,
) -> RateHistory:
    """The oldest first. 404 for a currency that the bank never named."""
    today = day_of(datetime.now(UTC))
    async with transaction(pool) as db:
        if not await kept.known(db, currency):
            raise NotFound("the central bank never named this currency")
        return RateHistory(currency, await kept.history(db, currency, today - timedelta(days=days), today))


ROUTES = (read_rates, read_rate_history)
