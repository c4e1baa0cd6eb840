"""What the api counts of itself and of the installation, and who may read it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from fixtures import rows
from fixtures.api import api_settings, running_api
from fixtures.scraped import OPEN, TOKEN, Scraped
from ventra import __version__
from ventra.errors import Unavailable
from ventra.infra import db as infra_db
from ventra.infra import metrics
from ventra.services import scrape as scraping
from ventra.services.api import create_app
from ventra.services.openapi import document
from ventra.services.processes.children import free_port


async def scrape(client: httpx.AsyncClient) -> Scraped:
    """Ask anew, also for what was read a moment ago."""
    client.app.state.scrape._read_at = float("-inf")
    answer = await client.get("/metrics", headers=OPEN)
    assert answer.status_code == 200
    return Scraped(answer.text)


@pytest.fixture
async def watched(database_url: str, redis_url: str) -> AsyncIterator[httpx.AsyncClient]:
    async with running_api(database_url, redis_url, METRICS_TOKEN=TOKEN) as client:
        yield client


async def test_without_a_token_there_is_no_such_page(api: httpx.AsyncClient) -> None:
    assert (await api.get("/metrics", headers=OPEN)).status_code == 404
    assert b"/metrics" not in document()


@pytest.mark.parametrize(
    "shown", ["", "Bearer", "Bearer wrong-token", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \udcff"]
)
async def test_a_wrong_token_is_refused(watched: httpx.AsyncClient, shown: str) -> None:
    sent = {"authorization": shown.encode("utf-8", "surrogateescape")} if shown else {}
    answer = await watched.get("/metrics", headers=sent)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json()["key"] == "error.token"
    assert TOKEN not in answer.text


async def test_requests_are_counted_by_template_and_never_by_path(watched: httpx.AsyncClient) -> None:
    before = await scrape(watched)
    for path in ("/api/v1/products/987654321", "/api/v1/products/987654322", "/api/v1/nothing-at-all"):
        await watched.get(path)
    await watched.head("/api/v1/health")
    await watched.request("BREW", "/api/v1/health")
    after = await scrape(watched)

    def more(**labels: str) -> float:
        name = "ventra_http_requests_total"
        return (after.value(name, **labels) or 0) - (before.value(name, **labels) or 0)

    route = "/api/v1/products/{product_id}"
    assert more(method="GET", route=route, status="404") == 2
    assert more(method="GET", route="other", status="404") == 1
    assert more(method="HEAD", route="/api/v1/health", status="200") == 1
    assert more(method="other") == 1
    assert not {"987654321", "nothing-at-all", "BREW"} & set(after.text.replace('"', " ").split())
    seconds = after.value("ventra_http_request_seconds_count", method="GET", route=route)
    assert seconds == after.value("ventra_http_requests_total", method="GET", route=route)
    assert after.value("ventra_http_requests_in_flight") == 1


async def test_the_process_tells_what_it_is_and_needs(watched: httpx.AsyncClient) -> None:
    found = await scrape(watched)
    assert found.value("ventra_build_info", service="api", version=__version__, commit="") == 1
    assert (found.value("process_resident_memory_bytes") or 0) > 10e6
    assert (found.value("ventra_disk_size_bytes") or 0) >= (found.value("ventra_disk_free_bytes") or 0) > 0
    assert "python_info" in found.names
    assert found.value("ventra_database_pool_max") == 10


async def test_an_empty_installation_knows_no_ages(watched: httpx.AsyncClient) -> None:
    found = await scrape(watched)
    assert (found.value("ventra_database_up"), found.value("ventra_redis_up")) == (1, 1)
    assert (found.value("ventra_due_products"), found.value("ventra_queue_lag_seconds")) == (0, 0)
    assert found.value("ventra_queue_jobs", state="waiting") == 0
    assert (found.value("ventra_database_size_bytes") or 0) > 1e6
    assert (found.value("ventra_partitions_ahead_seconds") or 0) > 28 * 86_400
    absent = {"ventra_last_good_visit_age_seconds", "ventra_last_closed_day_age_seconds", "ventra_bot_polled"}
    assert not (absent | {"ventra_backup_age_seconds"}) & found.names


async def test_ages_failures_and_lag_come_from_the_database(watched: httpx.AsyncClient) -> None:
    now = datetime.now(UTC)
    async with watched.app.state.parts.pool.acquire() as db:
        await rows.insert(db, "watch", product_id=1, tracked=True, due_at=now - timedelta(seconds=300))
        await rows.insert(db, "sources", host="shop", state="stopped", last_ok_at=now - timedelta(hours=2))
        done = now - timedelta(days=3)
        await rows.insert(db, "job_schedule", job="close", finished_at=done, failures=4)
        await rows.insert(db, "alarms", key="challenged")
        await rows.insert(db, "installation", key="bot_username", value="ventra_bot")
        backup = {"name": "one", "revision": "0005", "state": "done"}
        await rows.insert(db, "backups", **backup, finished_at=now - timedelta(days=2))
        await rows.insert(db, "backups", **backup | {"state": "failed"}, finished_at=now)
        next_month = (now.replace(day=1) + timedelta(days=32)).strftime("%Y_%m")
        await db.execute(f"DROP TABLE sku_sales_days_{next_month}")
    found = await scrape(watched)
    assert 300 <= (found.value("ventra_queue_lag_seconds") or 0) < 400
    assert found.value("ventra_source_stopped", host="shop") == 1
    assert 7200 <= (found.value("ventra_last_good_visit_age_seconds") or 0) < 7300
    assert found.value("ventra_job_failures_in_a_row", job_name="close") == 4
    assert (
        3 * 86_400 <= (found.value("ventra_job_last_done_age_seconds", job_name="close") or 0) < 3.1 * 86_400
    )
    assert 3 * 86_400 <= (found.value("ventra_last_closed_day_age_seconds") or 0) < 4.1 * 86_400
    assert found.value("ventra_alarms_open") == 1
    assert found.value("ventra_bot_polled") == 0
    assert 2 * 86_400 <= (found.value("ventra_backup_age_seconds") or 0) < 2.1 * 86_400
    assert (found.value("ventra_partitions_ahead_seconds") or 0) < 32 * 86_400


async def test_backups_that_were_asked_for_and_never_made_are_infinitely_old(
    database_url: str, redis_url: str
) -> None:
    wish = {"METRICS_TOKEN": TOKEN, "STORAGE_URL": "file:///somewhere"}
    async with running_api(database_url, redis_url, **wish) as client:
        assert (await scrape(client)).value("ventra_backup_age_seconds") == float("inf")


async def test_the_page_answers_while_the_stores_are_away_and_shows_nothing_stale(
    watched: httpx.AsyncClient,
) -> None:
    assert "ventra_due_products" in (await scrape(watched)).names
    nowhere = f"127.0.0.1:{free_port()}"
    away = create_app(
        api_settings(f"postgresql://u:p@{nowhere}/v", f"redis://{nowhere}", METRICS_TOKEN=TOKEN)
    )
    transport = httpx.ASGITransport(app=away)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        found = Scraped((await client.get("/metrics", headers=OPEN)).text)
    assert (found.value("ventra_database_up"), found.value("ventra_redis_up")) == (0, 0)
    assert not {"ventra_due_products", "ventra_database_size_bytes", "ventra_queue_jobs"} & found.names


async def test_a_storm_of_scrapes_reads_once_and_a_store_that_hangs_keeps_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scraping, "READ_SECONDS", 0.2)
    asked = []

    async def hangs() -> None:
        asked.append("hangs")
        await asyncio.sleep(600)

    async def breaks() -> None:
        asked.append("breaks")
        raise RuntimeError("broken")

    page = scraping.Scrape(TOKEN, [hangs, breaks])
    bodies = await asyncio.wait_for(asyncio.gather(*(page.page() for _ in range(20))), 30)
    assert all(b"ventra_http_requests_in_flight" in body for body in bodies)
    assert sorted(asked) == ["breaks", "hangs"]


async def test_who_waits_for_a_connection_is_counted_and_who_waits_in_vain_too(database_url: str) -> None:
    async def waits_in_vain() -> None:
        with pytest.raises(Unavailable):
            async with infra_db.transaction(pool, wait_seconds=1):
                raise AssertionError("there is one connection only")

    pool: Any = await infra_db.open_pool(database_url, at_most=1)
    before = Scraped(metrics.exposition().decode())
    async with infra_db.transaction(pool):
        waiting = asyncio.create_task(waits_in_vain())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        held = Scraped(metrics.exposition().decode())
        await waiting
    after = Scraped(metrics.exposition().decode())
    await pool.close()

    def grew(name: str, then: Scraped) -> float:
        return (then.value(f"ventra_database_pool_{name}") or 0) - (
            before.value(f"ventra_database_pool_{name}") or 0
        )

    assert (grew("in_use", held), grew("waiting", held)) == (1, 1)
    assert (grew("in_use", after), grew("waiting", after), grew("timeouts_total", after)) == (0, 0, 1)
