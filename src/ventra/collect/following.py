"""An organisation follows what a link leads to, within its plan and noted in its log, or a shop no more."""

from __future__ import annotations

from datetime import datetime

from ventra.accounts import plans
from ventra.accounts.noting import note
from ventra.accounts.store import organisations
from ventra.accounts.who import Asker, Who
from ventra.catalog.store import tracking
from ventra.collect.answers import Followed, Unfollowed
from ventra.collect.follow import follow_link
from ventra.collect.store import follows
from ventra.errors import NotFound
from ventra.infra.db import Connection


async def follow(db: Connection, who: Who, link: str, now: datetime, *, asker: Asker) -> Followed:
    """Do what a link asks for. `BadInput` for what leads nowhere, `PlanLimit` when the plan allows no more products."""
    await organisations.hold(db, who.org)
    done = await follow_link(db, link, now, org_id=who.org)
    product_id = -1 if done.product_id is None else done.product_id
    await plans.must_allow(db, who.org, "products", await tracking.count(db, who.org, but=[product_id]) + 1)
    await note(db, who, asker, "followed", done.shop or str(done.product_id))
    return done


async def unfollow(db: Connection, who: Who, shop: str, *, asker: Asker) -> Unfollowed:
    """Look for a shop's new goods no more. `NotFound` when it was not followed."""
    done = None if "\x00" in shop else await follows.remove(db, shop, org_id=who.org)
    if done is None:
        raise NotFound("no shop of that name is followed")
    await note(db, who, asker, "unfollowed", shop)
    return done
