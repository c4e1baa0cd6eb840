"""Opens what a service talks to, once, and closes it in the opposite order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from redis.asyncio import Redis

from ventra import __version__
from ventra.collect.uzum.client import PRODUCT, SEARCH, TOKEN, Urls, UzumClient, user_agent
from ventra.infra import db
from ventra.infra.budget import Budget, Rate
from ventra.infra.http import session
from ventra.settings import VARIABLES, Settings

TOKENS_PER_SECOND = 0.1


@dataclass(frozen=True, slots=True)
class Parts:
    """What is open in this process. `redis` connects on first use, so that its absence never stops a start."""

    settings: Settings
    pool: Any
    redis: Redis


@asynccontextmanager
async def opened(settings: Settings, *, pool_at_most: int = 10) -> AsyncIterator[Parts]:
    """Open Postgres and Redis for a service; `Unavailable` when Postgres does not answer."""
    async with AsyncExitStack() as stack:
        pool = await db.open_pool(settings["DATABASE_URL"], at_most=pool_at_most)
        stack.push_async_callback(pool.close)
        redis = Redis.from_url(settings["REDIS_URL"], socket_timeout=5, socket_connect_timeout=2)
        stack.push_async_callback(redis.aclose)
        yield Parts(settings=settings, pool=pool, redis=redis)


@asynccontextmanager
async def marketplace(parts: Parts) -> AsyncIterator[UzumClient]:
    """The marketplace's client of this process, inside the budget that all share over Redis."""
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


def secrets_of(settings: Settings) -> list[str]:
    """Values that no log may show: the secret variables, and the passwords inside addresses."""
    values = [str(settings[one.name]) for one in VARIABLES if one.secret and settings[one.name]]
    passwords = [urlsplit(value).password or "" for value in values if "://" in value]
    return [one for one in (*values, *passwords, *map(unquote, passwords)) if one]
