"""Rules over HTTP: their kinds, made, tried over the past, changed, deleted; and of what nothing is told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import delete, get, patch, post
from litestar.params import JSONBody, QueryParameter

from ventra.accounts.answers import Done
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.handed import MOST_ID, Asked, Asking, Number, Pool
from ventra.alerts import manage, try_out, wish
from ventra.alerts.answers import Mute, Mutes, Rule, RuleChange, RuleKinds, Rules, RuleWish, Tried
from ventra.core.rights import Access

TAGS = ["alerts"]
OfRule = Annotated[
    int | None, QueryParameter(ge=1, le=MOST_ID, description="what was muted for this rule alone")
]

OfProduct = Annotated[
    int | None, QueryParameter(ge=1, le=MOST_ID, description="only those in force that watch this product")
]


@get(
    "/alert-kinds",
    operation_id="list_rule_kinds",
    tags=TAGS,
    summary="Kinds of condition",
    access=Access.VIEWER,
)
async def list_rule_kinds() -> RuleKinds:
    """What a rule can be made of, with the limits that are proposed."""
    return RuleKinds(wish.kinds())


@get("/alert-rules", operation_id="list_rules", tags=TAGS, summary="Rules", access=Access.VIEWER)
async def list_rules(pool: Pool, who: Asked, product_id: OfProduct = None) -> Rules:
    """The standard ones first; they come with the first product that is tracked."""
    return await manage.listed(pool, who, product_id)


@post(
    "/alert-rules",
    operation_id="make_rule",
    tags=TAGS,
    summary="Make a rule",
    status_code=201,
    access=Access.ANALYST,
)
async def make_rule(request: Asking, pool: Pool, who: Asked, data: JSONBody[RuleWish]) -> Rule:
    """From now on: what holds already is not told. A rule for one product tracks it."""
    return await manage.make(pool, who, data, asker=asker_of(request))


@post("/alert-rules/try", operation_id="try_rule", tags=TAGS, summary="Try a rule over the past", status_code=200,
      access=Access.VIEWER)  # fmt: skip
async def try_rule(pool: Pool, who: Asked, data: JSONBody[RuleWish]) -> Tried:
    """How often it would have fired within the last 60 days, by the same code; nothing is kept."""
    return await try_out.try_out(pool, who, data, now=datetime.now(UTC))


@patch(
    "/alert-rules/{rule_id:int}",
    operation_id="change_rule",
    tags=TAGS,
    summary="Change a rule",
    access=Access.ANALYST,
)
async def change_rule(
    request: Asking, pool: Pool, who: Asked, rule_id: Number, data: JSONBody[RuleChange]
) -> Rule:
    """What is left out stays. With other conditions it begins anew."""
    return await manage.change(pool, who, rule_id, data, asker=asker_of(request))


@delete(
    "/alert-rules/{rule_id:int}",
    operation_id="delete_rule",
    tags=TAGS,
    summary="Delete a rule",
    status_code=200,
    access=Access.ANALYST,
)
async def delete_rule(request: Asking, pool: Pool, who: Asked, rule_id: Number) -> Done:
    """It can be restored for 30 days."""
    await manage.delete(pool, who, rule_id, asker=asker_of(request))
    return Done()


@post(
    "/alert-rules/{rule_id:int}/restore",
    operation_id="restore_rule",
    tags=TAGS,
    summary="Have a deleted rule again",
    status_code=200,
    access=Access.ANALYST,
)
async def restore_rule(request: Asking, pool: Pool, who: Asked, rule_id: Number) -> Rule:
    """From now on, as if it were new."""
    return await manage.restore(pool, who, rule_id, asker=asker_of(request))


@get("/products/{product_id:int}/mutes", operation_id="list_mutes", tags=TAGS, summary="Mutes of a product",
     access=Access.VIEWER)  # fmt: skip
async def list_mutes(pool: Pool, who: Asked, product_id: Number) -> Mutes:
    """By which rules nothing is told of it."""
    return await manage.mutes(pool, who, product_id)


@post(
    "/products/{product_id:int}/mutes",
    operation_id="mute_product",
    tags=TAGS,
    summary="Tell nothing of a product",
    status_code=200,
    access=Access.ANALYST,
)
async def mute_product(
    request: Asking, pool: Pool, who: Asked, product_id: Number, data: JSONBody[Mute]
) -> Mutes:
    """By one rule or any, for a while or for ever. What is found is kept all the same."""
    return await manage.mute(pool, who, product_id, data, asker=asker_of(request))


@delete(
    "/products/{product_id:int}/mutes",
    operation_id="unmute_product",
    tags=TAGS,
    summary="Tell of a product again",
    status_code=200,
    access=Access.ANALYST,
)
async def unmute_product(
    request: Asking, pool: Pool, who: Asked, product_id: Number, rule_id: OfRule = None
) -> Mutes:
    """By one rule, or with none what was muted for any."""
    return await manage.unmute(pool, who, product_id, rule_id, asker=asker_of(request))


ROUTES = (
    list_rule_kinds,
    list_rules,
    make_rule,
    try_rule,
    change_rule,
    delete_rule,
    restore_rule,
    list_mutes,
    mute_product,
    unmute_product,
)
