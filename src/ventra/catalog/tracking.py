"""An organisation tracks a product, or no more: within its plan, and noted in its log."""

from __future__ import annotations

from typing import Any

from ventra.accounts import plans
from ventra.accounts.store import audit
from ventra.accounts.who import Asker, Who
from ventra.catalog.answers import Tracked
from ventra.catalog.store import products
from ventra.catalog.store import tracking as kept
from ventra.infra.db import transaction


async def track(pool: Any, who: Who, product_id: int, on: bool, *, asker: Asker) -> Tracked:
    """Track it for who asks, or not any more; twice is once. `PlanLimit` beyond the plan, `NotFound` for none met."""
    async with transaction(pool, org_id=who.org) as db:
        if on:
            await plans.must_allow(db, who.org, "products", await kept.count(db, who.org, but=product_id) + 1)
        done = await products.set_tracked(db, product_id, tracked=on, org_id=who.org)
        deed = "tracked" if on else "untracked"
        await audit.note(
            db, asker, deed, str(product_id), org_id=who.org, user_id=who.user_id, key_id=who.key_id
        )
    return done
