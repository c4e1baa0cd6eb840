"""What suppliers are asked, over HTTP: the worker asks, the page looks how far it is."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import get, post
from litestar.params import JSONBody

from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Number, Pool
from ventra.core.day import day_of
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.sourcing import ask
from ventra.sourcing.answers import RequestOffers, RequestWish, SupplierRequest, SupplierRequests
from ventra.sourcing.store import offers, requests

TAGS = ["sourcing"]


@post(
    "/supplier-requests",
    operation_id="ask_supplier",
    tags=TAGS,
    summary="Ask a supplier for offers",
    status_code=202,
    access=Access.ANALYST,
)
async def ask_supplier(
    request: Asking, pool: Pool, who: Asked, data: JSONBody[RequestWish]
) -> SupplierRequest:
    """Leaves a request for the worker, within the plan's budget of the month. 409 where no key for the source is set."""
    return await ask.ask(pool, who, data, now=datetime.now(UTC), asker=asker_of(request))


@get(
    "/supplier-requests",
    operation_id="list_supplier_requests",
    tags=TAGS,
    summary="What suppliers were asked, and what can be asked",
    access=Access.VIEWER,
)
async def list_supplier_requests(pool: Pool, who: Asked) -> SupplierRequests:
    """The newest fifty, the sources with the settings they lack, and what is left of the month's budget."""
    async with transaction(pool, org_id=who.org) as db:
        return await ask.listed(db, who.org, datetime.now(UTC))


@get(
    "/supplier-requests/{request_id:int}",
    operation_id="read_supplier_request",
    tags=TAGS,
    summary="How far a request is, and what was found",
    access=Access.VIEWER,
)
async def read_supplier_request(pool: Pool, who: Asked, request_id: Number) -> RequestOffers:
    """The cheapest first. An offer that a later request found again is with that one."""
    async with transaction(pool, org_id=who.org) as db:
        found = await requests.read(db, who.org, request_id)
        return RequestOffers(
            found, await offers.of_request(db, who.org, request_id, day_of(datetime.now(UTC)))
        )


ROUTES = (ask_supplier, list_supplier_requests, read_supplier_request)
