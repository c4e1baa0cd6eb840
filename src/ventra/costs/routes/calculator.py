"""What is left of a price, over HTTP: open to all; who is signed in goes by the organisation's own rates."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from typing import Annotated, Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter

from ventra.catalog.shelf import Shelf
from ventra.core.day import day_of
from ventra.core.rights import Access
from ventra.costs import exchange, start
from ventra.costs.answers import CostAnswer, CostAsk, CostStart, RateList
from ventra.costs.exchange import NOTHING_KEPT, Exchange
from ventra.costs.fill_in import fill_in
from ventra.costs.holding import holding, told
from ventra.costs.own import LAST_DAY
from ventra.costs.shipped import FIRST_DAY
from ventra.costs.store import own_rates
from ventra.costs.store.own_rates import Version
from ventra.costs.work_out import work_out
from ventra.errors import BadInput
from ventra.infra.db import glance, transaction

Pool = NamedDependency[Any]
Simulated = NamedDependency[bool]
Reading = NamedDependency[Shelf]
Id = Annotated[int, PathParameter(ge=0, le=2**63 - 1)]
On = Annotated[date | None, QueryParameter(description="rates that hold on this day; today without it")]
TAGS = ["costs"]


@post(
    "/costs",
    operation_id="work_out_costs",
    access=Access.OPEN,
    tags=TAGS,
    summary="What is left of a price",
    status_code=200,
)
async def work_out_costs(shelf: Reading, data: JSONBody[CostAsk]) -> CostAnswer:
    """Line by line, with the money of the batch by day. Nothing is kept of what is asked."""
    now = datetime.now(UTC)
    on = _day(data.on, day_of(now))
    versions, path = await _own(shelf, data.inputs.category_id)
    # Only goods from abroad are paid for in another currency.
    kept = NOTHING_KEPT if data.inputs.abroad is None else await _exchange(shelf, on, now)
    held = holding(versions, on, today=day_of(now), exchange=kept)
    filled = fill_in(data.inputs, held.rates, path)
    return await asyncio.to_thread(work_out, data.inputs, filled, held, on=on, seed=data.seed)


@get(
    "/costs/rates",
    operation_id="list_cost_rates",
    access=Access.OPEN,
    tags=TAGS,
    summary="The rates that the calculator goes by",
)
async def list_cost_rates(shelf: Reading, on: On = None) -> RateList:
    """All versions with their sources, the organisation's own among them, and which of them hold; of the central bank's rates
    that of the day, the others are at `/rates`.
    """
    now = datetime.now(UTC)
    day = _day(on, day_of(now))
    versions, _ = await _own(shelf, None)
    return told(versions, day, today=day_of(now), exchange=await _exchange(shelf, day, now))


@get(
    "/products/{product_id:int}/costs",
    operation_id="start_product_costs",
    access=Access.OPEN,
    tags=TAGS,
    summary="A product as the calculator begins with it",
)
async def start_product_costs(pool: Pool, simulated: Simulated, product_id: Id) -> CostStart:
    """What the market tells of it; what a seller alone knows, such as its purchase, is left out."""
    return await start.of_product(pool, product_id, now=datetime.now(UTC), simulated=simulated)


async def _own(shelf: Shelf, category_id: int | None) -> tuple[list[Version], list[int]]:
    """An organisation's rates, and the way to a category, which counts only where there are any."""
    org_id = await shelf.org_id()
    if org_id is None:
        return [], []
    async with transaction(shelf.pool, org_id=org_id) as db:
        versions = await own_rates.listed(db, org_id)
        if not versions or category_id is None:
            return versions, []
        return versions, await own_rates.category_path(db, category_id)


async def _exchange(shelf: Shelf, on: date, now: datetime) -> Exchange:
    async with glance(shelf.pool) as db:
        return await exchange.held(db, on, now)


def _day(asked: date | None, today: date) -> date:
    on = asked or today
    if not FIRST_DAY <= on <= LAST_DAY:
        raise BadInput(f"is not between {FIRST_DAY} and {LAST_DAY}", field="on")
    return on


ROUTES = (work_out_costs, list_cost_rates, start_product_costs)
