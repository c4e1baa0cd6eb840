"""Errors of real processes arrive at Sentry once, named, and without a secret; the user's own arrive never."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from fakes.sentry import FakeSentry, sentry
from fakes.telegram import TOKEN as BOT_TOKEN
from fakes.telegram import FakeTelegram
from fixtures.doctor import GOOD_SECRET
from fixtures.people import operators_key
from fixtures.services import COMMIT, running
from ventra import __version__
from ventra.errors import BadInput, PageChanged, SettingWrong, Unavailable
from ventra.infra import sentry as reporting
from ventra.services.processes.apart import WorkFailed

pytestmark = pytest.mark.once

SECRET = "hunter2pw"
KNOWN = "a-key-that-only-the-settings-know"
LEAK = (
    f"postgresql://ventra:{SECRET}@db.internal/ventra Bearer {SECRET}.abc 123456789:{SECRET}ABCDEFGHIJ "
    f"api_key={SECRET} {KNOWN}"
)
BROKEN = f"CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE '{LEAK}'; END $$"
UNREADABLE = (
    f"CREATE FUNCTION unreadable() RETURNS bool LANGUAGE plpgsql AS $$ BEGIN RAISE '{LEAK}'; END $$",
    "INSERT INTO products (product_id, bucket) VALUES (7, 1)",
    "ALTER TABLE products RENAME TO products_kept",
    "CREATE VIEW products AS SELECT * FROM products_kept WHERE unreadable()",
)
SECRETS = (SECRET, KNOWN, BOT_TOKEN.split(":")[1])


async def execute(database_url: str, *statements: str) -> None:
    connection = await asyncpg.connect(database_url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


def breaking(table: str, when: str) -> tuple[str, str]:
    """From now on this happening to a table fails, with secrets in its words."""
    return BROKEN, f"CREATE TRIGGER broken BEFORE {when} ON {table} EXECUTE FUNCTION broken()"


async def arrived(fake: FakeSentry, met: Callable[[], Any], words: Callable[[], str]) -> None:
    end = time.monotonic() + 60
    while not met():
        assert time.monotonic() < end, (fake.raw, words())
        await asyncio.sleep(0.1)


def checked(fake: FakeSentry, service: str) -> dict[str, Any]:
    """The one event, with what every event must say and must not."""
    for text in fake.raw:
        assert not [secret for secret in SECRETS if secret in text]
    [event] = fake.events
    assert event["release"] == f"ventra@{__version__}+{COMMIT}"
    assert event["environment"] == "production"
    assert event["tags"]["service"] == event["server_name"] == service
    assert datetime.fromisoformat(event["timestamp"])
    frames = [frame for one in event["exception"]["values"] for frame in one["stacktrace"]["frames"]]
    assert any(frame["in_app"] for frame in frames)
    assert not [frame for frame in frames if "vars" in frame or "context_line" in frame]
    assert not {"request", "user", "breadcrumbs", "modules"} & event.keys()
    return event


def told(fake: FakeSentry, database_url: str, **more: str) -> dict[str, str]:
    settings = {"DATABASE_URL": database_url, "SENTRY_DSN": fake.dsn, "NODE_ENV": "production"}
    return settings | {"ANTHROPIC_API_KEY": KNOWN, "METRICS_TOKEN": KNOWN} | more


async def test_an_error_of_the_api_arrives_with_the_request_id_its_client_sees(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    with sentry() as fake:
        env = told(
            fake,
            database_url,
            REDIS_URL=redis_url,
            JWT_SECRET=GOOD_SECRET,
            WEB_URL="https://ventra.example",
            LOG_LEVEL="debug",
        )
        with running("api", tmp_path / "log", **env) as api:
            await api.until_it_answers("/api/v1/health/ready")
            key = operators_key(database_url)
            await execute(database_url, *UNREADABLE)
            wrong = await asyncio.to_thread(api.ask, "/api/v1/products?sort=nonsense")
            missing = await asyncio.to_thread(api.ask, "/api/v1/nothing")
            assert (wrong.status_code, missing.status_code) == (400, 404)
            failed = await asyncio.to_thread(
                httpx.get,
                f"http://127.0.0.1:{api.port}/api/v1/products/7?access_token={SECRET}",
                headers=key | {"x-api-key": SECRET, "cookie": f"session={SECRET}"},
                timeout=10,
            )
            assert (failed.status_code, SECRET in failed.text) == (500, False)
            api.child.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(api.child.wait, 30) == 0
        event = checked(fake, "api")
        assert event["tags"]["request_id"] == failed.json()["request_id"] == failed.headers["x-request-id"]
        assert event["extra"]["path"] == "/api/v1/products/7"
        lines = [json.loads(line) for line in api.words.splitlines()]
        of_it = [line for line in lines if line.get("path") == "/api/v1/products/7"]
        assert [line["event"] for line in of_it] == ["a request failed", "answered"]
        assert {line["request_id"] for line in of_it} == {failed.json()["request_id"]}
        assert len({line["request_id"] for line in lines if "path" in line}) >= 3
        assert not [secret for secret in SECRETS if secret in api.words]
        assert key["authorization"].split()[1] not in api.words + json.dumps(event)


async def test_a_failing_job_of_the_worker_arrives_once_and_every_line_of_it_names_the_job(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    await execute(database_url, *breaking("quarantine", "DELETE"))
    with sentry() as fake:
        env = told(fake, database_url, REDIS_URL=redis_url, COLLECT="off")
        with running("worker", tmp_path / "log", **env) as worker:
            await arrived(fake, lambda: fake.events, lambda: worker.words)
            await arrived(fake, lambda: worker.words.count("a job failed") >= 2, lambda: worker.words)
        event = checked(fake, "worker")
        assert event["tags"]["job"] == "clean"
        lines = [json.loads(line) for line in worker.words.splitlines()]
        failed = [line for line in lines if line["event"] == "a job failed"]
        assert {line["job"] for line in failed} == {"clean"}
        assert event["tags"]["job_id"] == failed[0]["job_id"]
        assert len({line["job_id"] for line in failed}) == len(failed)
        assert not [secret for secret in SECRETS if secret in worker.words]


async def test_an_update_the_bot_cannot_answer_arrives_with_its_number(
    database_url: str, tmp_path: Path
) -> None:
    await execute(database_url, *breaking("telegram_chats", "INSERT"))
    server = FakeTelegram()
    await server.start()
    try:
        with sentry() as fake:
            env = told(fake, database_url, TELEGRAM_BOT_TOKEN=BOT_TOKEN, TELEGRAM_API_URL=server.url)
            with running("bot", tmp_path / "log", **env) as bot:
                number = server.person(7, "en").says(f"/start {SECRET}")
                await arrived(fake, lambda: fake.events, lambda: bot.words)
                await arrived(fake, lambda: not server.unconfirmed, lambda: bot.words)
            event = checked(fake, "bot")
            assert event["tags"]["update_id"] == str(number)
            assert str(number) in bot.words
            assert SECRET not in bot.words
    finally:
        await server.stop()


def test_what_ends_a_process_is_sent_before_it_is_gone() -> None:
    with sentry() as fake:
        env = told(fake, "postgresql://u:p@127.0.0.1:9/v") | {"RELEASE_COMMIT": COMMIT}
        code = (
            "from ventra import settings; from ventra.services.telling import begin_telling\n"
            f"begin_telling(settings.read(settings.BOT, {env!r}))\n"
            f"broken = compile({f'raise RuntimeError({LEAK!r})'!r}, 'broken.py', 'exec')\n"
            "exec(broken, {'__name__': 'ventra.broken'})\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
        )
        event = checked(fake, "bot")
        assert (event["level"], event["exception"]["values"][-1]["type"]) == ("fatal", "RuntimeError")
    assert (done.returncode, json.loads(done.stderr)["event"]) == (1, "the process ends")
    assert not [secret for secret in SECRETS if secret in done.stderr]


def test_without_a_dsn_nothing_of_it_is_loaded() -> None:
    code = (
        "import sys; from ventra.services.telling import begin_telling; from ventra import settings\n"
        "begin_telling(settings.read('tool', {})); sys.exit('sentry_sdk' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


@pytest.mark.parametrize(
    ("failure", "expected"),
    [
        (BadInput("no"), True),
        (Unavailable("Postgres does not answer"), True),
        (PageChanged("here", "no skuList"), True),
        (WorkFailed("ended"), False),
        (SettingWrong("TELEGRAM_BOT_TOKEN", "Telegram does not take it"), False),
        (RuntimeError("broken"), False),
    ],
)
def test_only_what_nobody_foresaw_is_sent(failure: Exception, expected: bool) -> None:
    assert reporting.is_expected(failure) == expected


def test_the_same_fault_is_sent_once_a_minute_and_a_flood_is_dammed() -> None:
    now = [0.0]
    throttle = reporting.Throttle(lambda: now[0])
    assert [throttle.admit("one") for _ in range(5)] == [0, None, None, None, None]
    now[0] = 61
    assert throttle.admit("one") == 4
    let_in = [number for number in range(1000) if throttle.admit(number) is not None]
    assert len(let_in) == reporting.MOST_A_MINUTE - 1


def test_words_without_an_exception_are_sent_too() -> None:
    record = logging.LogRecord("ventra.collect.note", logging.ERROR, "", 1, {"event": "stopped"}, None, None)
    assert reporting.exc_info_of(record) is None
