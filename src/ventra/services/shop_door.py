"""Where own shops are read, as far as settings go; in a simulated market nobody is asked by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ventra import __version__
from ventra.collect.uzum.client import user_agent
from ventra.infra.budget import Budget, Rate
from ventra.infra.uzum_seller import BURST, LANE, PER_SECOND, URL, SellerDoor, reading_session
from ventra.services.wiring import Parts


@asynccontextmanager
async def shop_door(parts: Parts) -> AsyncIterator[SellerDoor | None]:
    """The way to the Seller API, over a session of its own that can only read."""
    settings = parts.settings
    url = settings["UZUM_SELLER_URL"] or (None if settings["VENTRA_SIMULATED"] else URL)
    if url is None:
        yield None
        return
    budget = Budget(parts.redis, {LANE: Rate(PER_SECOND, burst=BURST)})
    agent = user_agent(__version__, settings["CONTACT_URL"] or settings["WEB_URL"])
    async with reading_session(url) as http:
        yield SellerDoor(http, url, budget, agent)
