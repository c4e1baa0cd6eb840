"""A question that takes Postgres too long ends: for whoever asked with a clear 503, and in Postgres too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import httpx
import pytest

from fixtures import rows
from fixtures.api import api_settings
from fixtures.people import operators_key
from ventra.services import wiring
from ventra.services.api import create_app
from ventra.services.opening import kept_open

pytestmark = pytest.mark.once

PRODUCTS = "/api/v1/products"
RUNNING = """SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid()"""


@asynccontextmanager
async def impatient_api(
    database_url: str, redis_url: str, seconds: float
) -> AsyncIterator[httpx.AsyncClient]:
    settings = api_settings(database_url, redis_url)
    async with wiring.opened(settings, command_seconds=seconds) as parts:
        transport = httpx.ASGITransport(app=create_app(settings, parts), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            client.headers.update(operators_key(database_url))
            yield client


async def test_a_question_without_end_is_a_503_that_says_so_and_is_called_off(
    database_url: str, redis_url: str
) -> None:
    db = await asyncpg.connect(database_url)
    async with impatient_api(database_url, redis_url, 0.4) as api:
        async with db.transaction():
            await db.execute("LOCK TABLE products IN ACCESS EXCLUSIVE MODE")
            answer = await api.get(PRODUCTS, headers={"accept-language": "en"})
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
            problem = answer.json()
            assert (problem["key"], problem["facts"]) == ("error.too_slow", {"dependency": "postgres"})
            assert problem["title"].startswith("The answer took too long to make.")
            async with asyncio.timeout(30):
                while await db.fetchval(RUNNING):
                    await asyncio.sleep(0.05)
        assert (await api.get(PRODUCTS)).status_code == 200
    await db.close()


async def test_counting_the_coverage_may_take_longer(database_url: str, redis_url: str) -> None:
    db = await asyncpg.connect(database_url)
    await rows.product(db, 1)
    async with impatient_api(database_url, redis_url, 0.4) as api:
        async with db.transaction():
            await db.execute("LOCK TABLE sales_days IN ACCESS EXCLUSIVE MODE")
            asking = asyncio.create_task(api.get("/api/v1/data-health"))
            await asyncio.sleep(1.2)
            assert not asking.done()
        assert (await asking).status_code == 200
    await db.close()


async def test_the_api_gives_a_question_fifteen_seconds(
    database_url: str, redis_url: str, monkeypatch: Any
) -> None:
    asked: list[float] = []
    really = wiring.db.open_pool

    async def noting(url: str, *, at_most: int, command_seconds: float) -> Any:
        asked.append(command_seconds)
        return await really(url, at_most=at_most, command_seconds=command_seconds)

    monkeypatch.setattr(wiring.db, "open_pool", noting)
    settings = api_settings(database_url, redis_url)
    async with kept_open(create_app(settings), settings, lambda failure: None):
        assert asked == [15.0]
    async with wiring.opened(settings):
        assert asked == [15.0, 60.0]
