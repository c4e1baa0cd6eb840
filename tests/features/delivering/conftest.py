"""An organisation with alerts to bring, a worker's pool, and a chat with a bot."""

from __future__ import annotations

import asyncpg
import pytest

from fakes.telegram import TOKEN
from fixtures import outbox
from fixtures.bot import faked
from ventra.infra.db import open_pool
from ventra.infra.roles import WORKER_ROLE
from ventra.infra.telegram import Telegram


@pytest.fixture
async def db(database_url):
    connection = await asyncpg.connect(database_url)
    await outbox.organisation(connection)
    yield connection
    await connection.close()


@pytest.fixture
async def pool(database_url, db):
    opened = await open_pool(database_url, at_most=3, role=WORKER_ROLE)
    yield opened
    await opened.close()


@pytest.fixture
async def server():
    async with faked() as fake:
        yield fake


@pytest.fixture
async def chat(server):
    telegram = Telegram(TOKEN, server.url)
    yield telegram
    await telegram.close()
