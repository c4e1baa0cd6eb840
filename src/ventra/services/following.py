"""`ventra follow`: track what a link leads to, or tell which shops are followed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import msgspec

from ventra.accounts.store.organisations import FIRST_ORGANISATION
from ventra.collect.answers import FollowedShop, FollowedShops
from ventra.collect.follow import follow_link
from ventra.collect.store import follows
from ventra.infra.db import connected
from ventra.settings import Settings


async def run(settings: Settings, link: str | None, *, as_json: bool) -> int:
    """Follow a link; without one print the shops that are followed. The worker asks the marketplace, this does not."""
    async with connected(settings["DATABASE_URL"]) as db, db.transaction():
        if link is None:
            _tell(await follows.listed(db, FIRST_ORGANISATION), as_json=as_json)
            return 0
        done = await follow_link(db, link, datetime.now(UTC))
    if as_json:
        print(msgspec.json.encode(done).decode())
    elif done.kind == "product":
        print(
            f"product {done.product_id} is tracked; the worker looks at it within a minute", file=sys.stderr
        )
    else:
        print(f"shop {done.shop} is followed; how far it is: ventra follow", file=sys.stderr)
    return 0


def _tell(shops: list[FollowedShop], *, as_json: bool) -> None:
    if as_json:
        print(msgspec.json.encode(FollowedShops(shops)).decode())
        return
    for one in shops:
        title = " ".join(c for c in (one.title or "").split() if c.isprintable())
        missed = f", may have missed {one.missed}" if one.missed else ""
        print(f"{one.shop}  {one.state}, {one.found} products{missed}  {title}".rstrip())
