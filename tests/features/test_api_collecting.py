"""Data health, sources and imports over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from fixtures import rows
from fixtures.people import sign_up
from ventra.collect.routes.imports import PART_BYTES
from ventra.infra import store
from ventra.services.facts import QUEUE
from ventra.services.worker import QUEUE_NAME

pytestmark = pytest.mark.once

HEALTH = "/api/v1/data-health"
IMPORTS = "/api/v1/imports"


async def test_an_empty_home_is_healthy_and_knows_nothing(api):
    health = (await api.get(HEALTH)).json()
    assert (health["products"], health["observations_24h"], health["days"]) == (
        0,
        0,
        {"from": None, "to": None},
    )
    assert (len(health["coverage"]), len(health["outcomes"])) == (60, 48)
    assert health["waiting"] == {"due": 0, "oldest_due_seconds": None, "leased": 0}
    assert health["queue"] == {"waiting": 0, "active": 0, "delayed": 0}


async def test_coverage_outcomes_and_lag_are_counted(api, db):
    now = datetime.now(UTC)
    hour = now.replace(minute=0, second=0, microsecond=0)
    for product_id in (1, 2, 3):
        await rows.product(db, product_id)
    await rows.day(db, 1, rows.yesterday(), 2.0, looks=20)
    await rows.day(db, 2, rows.yesterday(), 2.0, looks=4)
    await rows.day(db, 2, rows.days_ago(100), 2.0)
    for outcome, n in (("ok", 7), ("timed_out", 2)):
        await rows.insert(db, "visit_counts", hour=hour, host="a", outcome=outcome, n=n)
    await rows.insert(db, "visit_counts", hour=hour, host="b", outcome="ok", n=1)
    await rows.insert(db, "watch", product_id=1, tracked=True, due_at=now - timedelta(seconds=90))
    await rows.insert(db, "watch", product_id=2, leased_until=now + timedelta(minutes=1))
    health = (await api.get(HEALTH)).json()
    assert health["coverage"][-2] == {
        "day": rows.yesterday().isoformat(), "products_known": 2, "products": 3, "looks": 24,
    }  # fmt: skip
    assert health["coverage"][-3]["products_known"] == 0
    assert health["days"] == {"from": rows.days_ago(100).isoformat(), "to": rows.yesterday().isoformat()}
    last = health["outcomes"][-1]
    assert (last["ok"], last["timed_out"], last["failed"]) == (8, 2, 0)
    assert health["observations_24h"] == 8
    assert (health["tracked"], health["waiting"]["due"], health["waiting"]["leased"]) == (1, 1, 1)
    assert health["waiting"]["oldest_due_seconds"] in range(90, 100)


async def test_what_the_operator_must_see_is_shown_without_page_bodies(api, db):
    now = datetime.now(UTC)
    await rows.insert(
        db, "quarantine", seen_at=now, url="https://x/1", reason="<b>no skuList</b>", body=b"secret"
    )
    await rows.insert(db, "unknown_fields", source="product", field="newField", product_id=1)
    await rows.insert(db, "alarms", key="open", facts={"host": "x"})
    await rows.insert(db, "alarms", key="over", cleared_at=now)
    await rows.insert(db, "job_schedule", job="close_day", failures=2, last_error="no space")
    await rows.insert(
        db, "job_failures", job="visit", job_id="1-1", error="boom", trace="Traceback", payload={}
    )
    answer = await api.get(HEALTH)
    health = answer.json()
    assert (health["quarantine"]["open"], health["quarantine"]["items"][0]["reason"]) == (
        1,
        "<b>no skuList</b>",
    )
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert [alarm["key"] for alarm in health["alarms"]] == ["open"]
    assert (health["unknown_fields"][0]["field"], health["jobs"][0]["last_error"]) == ("newField", "no space")
    assert health["failures"][0]["error"] == "boom"


async def test_the_queue_that_is_counted_is_the_workers():
    assert QUEUE == QUEUE_NAME


async def test_a_stopped_source_goes_on_when_the_operator_says_so(api, db):
    await rows.insert(db, "sources", host="api.uzum.uz", state="stopped", reason="captcha")
    answer = await api.post("/api/v1/sources/api.uzum.uz/resume")
    assert (answer.status_code, answer.json()) == (200, {"host": "api.uzum.uz", "state": "ok"})
    assert (await api.get(HEALTH)).json()["sources"][0]["state"] == "ok"
    assert (await api.post("/api/v1/sources/nowhere/resume")).status_code == 404


async def test_an_upload_arrives_in_parts_and_waits_for_the_worker(api, db):
    body = bytes(range(256)) * (PART_BYTES // 256 * 2 + 5)

    async def pieces():
        for at in range(0, len(body), 300_000):
            yield body[at : at + 300_000]

    answer = await api.post(IMPORTS, params={"name": "C:\\files\\look.ndjson.gz"}, content=pieces())
    assert answer.status_code == 201, answer.text
    import_id = answer.json()["import_id"]
    found = (await api.get(f"{IMPORTS}/{import_id}")).json()
    assert (found["state"], found["bytes"], found["file_name"]) == ("waiting", len(body), "look.ndjson.gz")
    parts = await db.fetch("SELECT body FROM import_parts WHERE import_id = $1 ORDER BY part", import_id)
    assert b"".join(part["body"] for part in parts) == body
    assert [len(part["body"]) for part in parts] == [PART_BYTES, PART_BYTES, 1280]


async def test_an_upload_that_breaks_off_leaves_nothing(api, db):
    async def breaking():
        yield b"x" * (PART_BYTES + 1)
        raise ConnectionError

    with contextlib.suppress(ConnectionError):
        await api.post(IMPORTS, params={"name": "a.csv"}, content=breaking())
    await asyncio.sleep(0)
    assert await db.fetchval("SELECT count(*) FROM imports") == 0
    assert await db.fetchval("SELECT count(*) FROM import_parts") == 0


async def test_an_upload_half_done_at_a_crash_is_cleared_away_later(api, db):
    old = datetime.now(UTC) - timedelta(hours=7)
    await rows.insert(db, "imports", file_name="old.csv", state="receiving", created_at=old)
    await api.post(IMPORTS, params={"name": "new.csv"}, content=b"a")
    assert [row["file_name"] for row in await db.fetch("SELECT file_name FROM imports")] == ["new.csv"]


@pytest.mark.parametrize("name", ["", "a.exe", "csv", "a.ndjson.zip", "a\x00.csv", "a\n.csv"])
async def test_a_file_of_another_kind_is_refused_by_its_name(api, db, name):
    answer = await api.post(IMPORTS, params={"name": name}, content=b"a")
    assert (answer.status_code, answer.json()["field"]) == (400, "name")
    assert await db.fetchval("SELECT count(*) FROM imports") == 0


async def test_an_empty_file_and_one_too_large_are_refused(api, db):
    assert (await api.post(IMPORTS, params={"name": "a.csv"})).status_code == 400
    headers = {"content-length": str(600 * 1024 * 1024)}
    large = await api.post(IMPORTS, params={"name": "a.csv"}, content=b"x", headers=headers)
    assert (large.status_code, large.json()["key"]) == (413, "error.too_large")
    assert await db.fetchval("SELECT count(*) FROM imports") == 0


async def test_rejects_come_as_ndjson_in_order(api, db):
    import_id = await db.fetchval(
        "INSERT INTO imports (file_name, state) VALUES ('a.csv', 'done') RETURNING id"
    )
    await db.execute(
        "INSERT INTO import_rejects SELECT $1, n, 'why', '{\"a\": \"' || n || '\"}' FROM generate_series(1, 2500) n",
        import_id,
    )
    answer = await api.get(f"{IMPORTS}/{import_id}/rejects")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    lines = [msgspec.json.decode(line) for line in answer.content.splitlines()]
    assert [line["line"] for line in lines] == list(range(1, 2501))
    assert lines[0] == {"line": 1, "reason": "why", "record": '{"a": "1"}'}
    assert (await api.get(f"{IMPORTS}/999/rejects")).status_code == 404


async def test_only_the_operator_sends_files_and_resumes_sources(anyone):
    await sign_up(anyone, "seller@dokon.uz")
    for path in ("/api/v1/imports?name=a.csv", "/api/v1/sources/x/resume"):
        answer = await anyone.post(path, content=b"x")
        assert (answer.status_code, answer.json()["key"]) == (403, "error.operator_only")


@pytest.mark.parametrize(("collected", "due"), [("all", 2), ("tracked", 1), ("off", 0), (None, 2)])
async def test_only_what_the_worker_visits_waits(api, db, collected, due):
    for product_id, tracked in ((1, True), (2, False)):
        await rows.insert(
            db, "watch", product_id=product_id, tracked=tracked, due_at=datetime.now(UTC) - timedelta(hours=1)
        )
    if collected is not None:
        await store.set_installation(db, store.COLLECTED, collected)
    waiting = (await api.get("/api/v1/data-health")).json()["waiting"]
    assert waiting["due"] == due
    assert (waiting["oldest_due_seconds"] is None) == (due == 0)
