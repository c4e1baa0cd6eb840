"""What worker and bot count while they work."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import asyncpg
import pytest

from fakes.telegram import TOKEN as BOT_TOKEN
from fakes.telegram import FakeTelegram
from fixtures import bodies, market
from fixtures.services import running

pytestmark = pytest.mark.once


async def test_a_worker_counts_visits_jobs_and_what_its_budget_held_back(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with market.running() as shop:
        shop.products = {number: bodies.product(number) for number in range(1, 9)} | {9: b'{"payload": 1}'}
        connection = await asyncpg.connect(database_url)
        await connection.execute(
            "INSERT INTO watch (product_id, tracked) SELECT n, true FROM generate_series(1, 10) n"
        )
        await connection.close()
        stores = {"DATABASE_URL": database_url, "REDIS_URL": redis_url, "BUDGET_PRODUCT_PER_SECOND": "20"}
        urls = {"UZUM_API_URL": shop.urls.api, "UZUM_GRAPHQL_URL": shop.urls.graphql}
        with running("worker", tmp_path / "log", NODE_ENV="production", **stores, **urls) as worker:
            found = await worker.until_it_counts(
                lambda now: now.value("ventra_observations_total", what="new") == 8
            )
            outcomes = {
                outcome: found.value("ventra_visits_total", kind="product", outcome=outcome)
                for outcome in found.labels("ventra_visits_total", "outcome")
            }
            assert outcomes == {"ok": 8, "gone": 1, "changed": 1}
            assert found.value("ventra_quarantined_pages_total") == 1
            assert found.value("ventra_budget_wait_seconds_count", lane="product") == 10
            found = await worker.until_it_counts(
                lambda now: now.value("ventra_jobs_total", job_name="visit", outcome="done") == 1
            )
            assert (found.value("ventra_jobs_total", job_name="sweep", outcome="done") or 0) >= 1
            assert (found.value("ventra_job_seconds_sum", job_name="visit") or 0) > 0
            assert found.value("ventra_build_info", service="worker") == 1
            found = await worker.until_it_counts(
                lambda now: "ventra_last_good_visit_age_seconds" in now.names
            )
            assert found.value("ventra_collecting") == 1
            assert found.value("ventra_source_stopped", host=shop.urls.api_host) == 0
            await worker.until_it_counts(
                lambda now: now.value("ventra_job_failures_in_a_row", job_name="sweep") == 0
            )
            lines = [json.loads(line) for line in worker.words.splitlines()]
            said = {line["event"]: (line.get("job"), "job_id" in line) for line in lines}
            assert said["queued visits"] == ("sweep", True)
            assert said["visited"] == said["pages changed shape"] == ("visit", True)


async def test_a_bot_counts_what_it_was_sent_and_says_that_it_polls(
    database_url: str, tmp_path: Path
) -> None:
    server = FakeTelegram()
    await server.start()
    try:
        told = {"DATABASE_URL": database_url, "TELEGRAM_BOT_TOKEN": BOT_TOKEN, "TELEGRAM_API_URL": server.url}
        with running("bot", tmp_path / "log", **told) as bot:
            server.person(7, "en").says("/start")
            found = await bot.until_it_counts(
                lambda now: now.value("ventra_bot_updates_total", outcome="handled") == 1
            )
            assert found.value("ventra_build_info", service="bot") == 1
            await bot.until_it_counts(lambda now: now.value("ventra_bot_polling") == 1)
            await bot.until_it_counts(lambda now: now.value("ventra_database_up") == 1)
            assert (await asyncio.to_thread(bot.ask, "/metrics")).status_code == 401
    finally:
        await server.stop()


async def test_a_bot_that_is_off_says_so_and_that_the_database_is_away(tmp_path: Path) -> None:
    nowhere = "postgresql://ventra:hunter2hunter2@127.0.0.1:9/ventra"
    with running("bot", tmp_path / "log", DATABASE_URL=nowhere) as bot:
        found = await bot.until_it_counts(lambda now: now.value("ventra_bot_polling") == 0)
        assert found.value("ventra_database_up") == 0
