"""The public status over the real stores: what it says when all is well, and while each part is away."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from features.test_status import watching
from fixtures import rows
from fixtures.api import api_settings, running_api
from services.test_api_edge import relay
from services.test_bot import bot_process
from ventra import settings as settings_of
from ventra.core.day import day_of
from ventra.infra.db import open_pool, transaction
from ventra.infra.migrate import upgrade
from ventra.jobs import close, watch_all
from ventra.services import announce
from ventra.services.api import create_app
from ventra.status import board, store

STATUS = "/api/v1/status"
COMMIT = "0123abc"
WORKER_ENV = {"REDIS_URL": "redis://localhost", "RELEASE_COMMIT": COMMIT}


@pytest.fixture(autouse=True)
def always_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question is answered anew; what is held for a moment has a test of its own."""
    monkeypatch.setattr(board, "HOLDS_SECONDS", 0)


async def status(api: httpx.AsyncClient) -> dict[str, Any]:
    answer = await api.get(STATUS)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "public, max-age=3"
    found: dict[str, Any] = answer.json()
    found["parts"] = {one["part"]: one for one in found["parts"]}
    return found


def states(found: dict[str, Any]) -> dict[str, str]:
    return {name: part["state"] for name, part in found["parts"].items()}


async def test_a_worker_that_was_never_seen_is_said(api: httpx.AsyncClient) -> None:
    found = await status(api)
    assert (found["overall"], found["looked_at"], found["commit"]) == ("trouble", None, None)
    assert states(found) == {
        "database": "well", "queue": "well", "worker": "down", "collection": "unknown", "sales": "unknown",
            "outlook": "unknown", "rates": "unknown",
        "bot": "unknown",
    }  # fmt: skip
    assert found["parts"]["worker"]["reason"] == "worker.never"
    days = found["parts"]["sales"]["days"]
    assert len(days) == 30
    assert days[-1] == {"day": day_of(datetime.now(UTC)).isoformat(), "well": None}


async def test_what_the_worker_saw_its_release_and_the_last_days_are_told(
    database_url: str, redis_url: str
) -> None:
    async with (
        watching(database_url, redis_url, collect="tracked") as (means, db),
        running_api(database_url, redis_url, RELEASE_COMMIT=COMMIT) as api,
    ):
        now = datetime.now(UTC)
        await rows.insert(db, "watch", product_id=1, tracked=True, due_at=now - timedelta(minutes=40))
        await rows.insert(db, "sources", host="secret-host.internal", last_ok_at=now - timedelta(minutes=20))
        await rows.figures(db, 1, 3.0)
        await close(means)
        started = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
        await store.note_release(db, "worker", commit=COMMIT, started_at=started)
        await store.note_release(db, "bot", commit=None, started_at=started, on=False)
        three_days_ago = now - timedelta(days=3)
        await rows.insert(
            db, "status_hours", component="queue", hour=three_days_ago.replace(minute=0, second=0, microsecond=0),
            checks=60, good=45,
        )  # fmt: skip
        await watch_all(means)
        answer = await api.get(STATUS)
        for inside in ("secret-host", "127.0.0.1", "Error", "job_schedule"):
            assert inside not in answer.text
        found = await status(api)
        assert (found["overall"], found["commit"]) == ("trouble", COMMIT)
        assert states(found) == {
            "database": "well", "queue": "well", "worker": "well", "collection": "down", "sales": "well",
            "outlook": "unknown", "rates": "unknown", "bot": "off",
        }  # fmt: skip
        assert found["parts"]["collection"]["reason"] == "collection.silent"
        assert found["parts"]["worker"]["release"] == {
            "version": "0.1.0", "commit": COMMIT, "started_at": "2026-11-23T07:30:00Z",
        }  # fmt: skip
        assert found["parts"]["bot"]["release"]["commit"] is None
        assert found["figures"]["lag_seconds"] in range(2_390, 2_500)
        assert found["figures"]["closed_through"] == rows.yesterday().isoformat()
        shares = {one["day"]: one["well"] for one in found["parts"]["queue"]["days"]}
        assert shares[day_of(three_days_ago).isoformat()] == 0.75
        assert shares[day_of(now).isoformat()] == 1
        assert sum(share is not None for share in shares.values()) == 2
        assert all(one["well"] is None for one in found["parts"]["bot"]["days"])


async def test_a_worker_that_fell_silent_is_down_since_it_was_last_seen(
    database_url: str, redis_url: str
) -> None:
    async with watching(database_url, redis_url) as (means, db), running_api(database_url, redis_url) as api:
        await watch_all(means)
        assert (await status(api))["overall"] == "well"
        await db.execute("UPDATE status_parts SET checked_at = now() - interval '10 minutes'")
        found = await status(api)
        assert states(found) == {
            "database": "well", "queue": "well", "worker": "down", "collection": "unknown", "sales": "unknown",
            "outlook": "unknown", "rates": "unknown",
            "bot": "unknown",
        }  # fmt: skip
        assert found["parts"]["worker"]["since"] == found["looked_at"]


async def test_without_postgres_it_says_down_and_still_shows_the_days_it_knew(
    database_url: str, redis_url: str
) -> None:
    async with (
        watching(database_url, redis_url) as (means, _),
        relay(database_url) as (url, off, on),
        running_api(url, redis_url) as api,
    ):
        await watch_all(means)
        before = await status(api)
        await off()
        away = await status(api)
        assert away["overall"] == "down"
        assert states(away) == {
            "database": "down", "queue": "well", "worker": "unknown", "collection": "unknown", "sales": "unknown",
            "outlook": "unknown", "rates": "unknown",
            "bot": "unknown",
        }  # fmt: skip
        assert away["parts"]["database"]["since"] >= before["now"]
        assert away["parts"]["database"]["days"] == before["parts"]["database"]["days"]
        later = await status(api)
        assert later["parts"]["database"]["since"] == away["parts"]["database"]["since"]
        await on()
        assert (await status(api))["overall"] == "well"


async def test_before_postgres_ever_answered_it_says_down(database_url: str, redis_url: str) -> None:
    app = create_app(api_settings(database_url, redis_url))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as api:
        found = await status(api)
    assert (found["overall"], found["parts"]["queue"]["state"]) == ("down", "unknown")


async def test_without_redis_there_is_trouble_and_the_rest_is_said(database_url: str, redis_url: str) -> None:
    async with (
        watching(database_url, redis_url) as (means, _),
        relay(redis_url) as (url, off, on),
        running_api(database_url, url) as api,
    ):
        await watch_all(means)
        await off()
        found = await status(api)
        assert (found["overall"], found["parts"]["queue"]["reason"]) == ("trouble", "queue.away")
        assert states(found)["worker"] == "well"
        await on()
        assert (await status(api))["overall"] == "well"


async def test_many_who_ask_cost_one_question(
    database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "HOLDS_SECONDS", 60)
    asked = 0
    really = store.looked

    async def counting(db: Any) -> Any:
        nonlocal asked
        asked += 1
        return await really(db)

    monkeypatch.setattr(store, "looked", counting)
    async with running_api(database_url, redis_url) as api:
        answers = await asyncio.gather(*(api.get(STATUS) for _ in range(30)))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
    assert asked == 1


async def test_on_a_schema_of_before_it_still_answers(database_url: str, redis_url: str) -> None:
    async with watching(database_url, redis_url) as (means, db), running_api(database_url, redis_url) as api:
        await db.execute("DROP TABLE status_parts")
        await watch_all(means)
        assert (await status(api))["parts"]["database"]["state"] == "well"


async def test_a_service_tells_its_release_as_soon_as_there_is_a_schema(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announce, "AGAIN_SECONDS", 0.05)
    settings = settings_of.read("worker", WORKER_ENV | {"DATABASE_URL": empty_database_url})
    pool = await open_pool(empty_database_url, at_most=2)
    telling = asyncio.create_task(announce.announce(pool, settings, asyncio.Event()))
    await asyncio.sleep(0.2)
    assert not telling.done()
    await asyncio.to_thread(upgrade, empty_database_url)
    await asyncio.wait_for(telling, 60)
    async with transaction(pool) as db:
        told = (await store.releases(db))["worker"]
    assert (told.version, told.commit) == ("0.1.0", COMMIT)
    await pool.close()


async def test_a_bot_without_a_token_tells_its_release_and_that_it_is_off(
    database_url: str, tmp_path: Path
) -> None:
    process = bot_process(tmp_path / "log", DATABASE_URL=database_url, RELEASE_COMMIT=COMMIT)
    pool = await open_pool(database_url, at_most=2)
    try:
        async with asyncio.timeout(60):
            while True:
                async with transaction(pool) as db:
                    told, facts = await store.releases(db), await store.facts(db, collect="off")
                if told and facts.bot_on is not None:
                    break
                await asyncio.sleep(0.1)
        assert (told["bot"].commit, facts.bot_on) == (COMMIT, False)
    finally:
        process.kill()
        process.wait(10)
        await pool.close()
