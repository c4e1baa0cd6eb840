"""A page of own goods with their plans, the most urgent first."""

from __future__ import annotations

from datetime import datetime
from math import isfinite
from typing import Any

from ventra.catalog import cursor as cursors
from ventra.infra.db import transaction
from ventra.outlook.reorder_own import in_order
from ventra.outlook.reorder_told import added
from ventra.outlook.store import reorder_terms
from ventra.shop.own_plan import gathered, planned, row_of
from ventra.shop.plan_answers import OwnReorder

SORT = "urgency"


async def page(
    pool: Any,
    org_id: int,
    shop_id: int | None,
    *,
    cash_uzs: int | None,
    due: bool | None,
    limit: int,
    cursor: str | None,
    now: datetime,
) -> OwnReorder:
    """A page of them; `BadInput` for a cursor of something else."""
    async with transaction(pool, org_id=org_id) as db:
        found = await gathered(db, org_id, shop_id, now=now)
        said = await reorder_terms.of_products(db, org_id, [one.product_id for one in found.known.goods])
    plans = await planned(found, cash_uzs, now=now)
    matching = [at for at, one in enumerate(plans.plans) if due is None or (one.due > 0) == due]
    order = in_order(plans, matching, SORT)
    begin = 0
    if cursor is not None:
        _, number = cursors.read(cursor, sort=SORT, kind=float)
        numbers = [plans.known.goods[at].product_id for at in order]
        begin = numbers.index(number) + 1 if number in numbers else len(order)
    shown = order[begin : begin + limit]
    to_order = [plans.plans[at] for at in matching if plans.plans[at].due > 0]
    return OwnReorder(
        closed_through=found.closed,
        total=len(matching),
        left_out=found.goods - len(found.known.goods),
        due=len(to_order),
        unpriced=sum(one.cost_uzs.point is None for one in to_order),
        without_plan=sum(one.no_plan is not None for one in plans.plans),
        pieces=added([one.pieces for one in to_order]),
        cost_uzs=added([one.cost_uzs for one in to_order]),
        cash_uzs=cash_uzs,
        next_cursor=_after(plans, shown[-1]) if begin + limit < len(order) else None,
        items=[row_of(found, plans, at, plans.known.goods[at].product_id in said) for at in shown],
    )


def _after(plans: Any, place: int) -> str:
    urgency = plans.urgency[place]
    return cursors.write(SORT, urgency if isfinite(urgency) else None, plans.known.goods[place].product_id)
