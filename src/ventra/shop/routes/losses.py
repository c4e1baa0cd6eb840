"""Lost and stuck goods of an own shop over HTTP, and how far claims have come."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import get, put
from litestar.params import JSONBody, PathParameter, QueryParameter

from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import Asked, Asking, Pool
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.shop import own_losses
from ventra.shop.loss_answers import ClaimState, ClaimWish, Loss, Losses, LossKind
from ventra.shop.routes.sums import TAGS, Shop


@get(
    "/own-shop/losses",
    operation_id="list_own_losses",
    access=Access.VIEWER,
    tags=TAGS,
    summary="Lost and stuck goods, by the deadline of their claim",
)
async def list_own_losses(
    pool: Pool,
    who: Asked,
    shop_id: Shop = None,
    claim: Annotated[
        ClaimState | None, QueryParameter(name="state", description="only claims that have come so far")
    ] = None,
    kind: Annotated[LossKind | None, QueryParameter(description="only of this kind")] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=1000, description="how many at most")] = 200,
) -> Losses:
    """The nearest deadline first."""
    async with transaction(pool, org_id=who.org) as db:
        return await own_losses.listed(
            db, who.org, shop_id, now=datetime.now(UTC), state=claim, kind=kind, limit=limit
        )


@put(
    "/own-shop/losses/{subject:str}",
    operation_id="say_own_claim",
    access=Access.ANALYST,
    tags=TAGS,
    summary="Say how far the claim for a loss has come",
)
async def say_own_claim(
    request: Asking,
    pool: Pool,
    who: Asked,
    subject: Annotated[str, PathParameter(pattern=r"^[a-z_]+(-[0-9]{1,19}){1,2}$", max_length=60)],
    data: JSONBody[ClaimWish],
) -> Loss:
    """It holds for as many pieces as are lost now; of more it says nothing. `open` forgets it."""
    return await own_losses.say(pool, who, subject, data, now=datetime.now(UTC), asker=asker_of(request))


ROUTES = (list_own_losses, say_own_claim)
