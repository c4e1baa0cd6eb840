"""The marketplace's client of this process; apart from `wiring`, since the api has no use for what it brings along."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ventra import __version__
from ventra.collect.uzum.client import PRODUCT, SEARCH, TOKEN, Urls, UzumClient, user_agent
from ventra.infra.budget import Budget, Rate
from ventra.infra.http import session
from ventra.services.wiring import Parts

TOKENS_PER_SECOND = 0.1


@asynccontextmanager
async def marketplace(parts: Parts) -> AsyncIterator[UzumClient]:
    """The client, inside the budget that all share over Redis."""
    settings = parts.settings
    rates = {
        PRODUCT: Rate(settings["BUDGET_PRODUCT_PER_SECOND"], burst=4),
        SEARCH: Rate(settings["BUDGET_SEARCH_PER_SECOND"]),
        TOKEN: Rate(TOKENS_PER_SECOND, burst=2),
    }
    urls = Urls(settings["UZUM_API_URL"], settings["UZUM_GRAPHQL_URL"], settings["UZUM_TOKEN_URL"])
    agent = user_agent(__version__, settings["CONTACT_URL"] or settings["WEB_URL"])
    async with session() as http:
        yield UzumClient(http, Budget(parts.redis, rates), urls, agent)
