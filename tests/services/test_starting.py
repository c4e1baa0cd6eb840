"""Services on a schema that is behind, newer, or cannot be brought up."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from fixtures.api import api_settings
from fixtures.processes import api_env, service
from fixtures.stores import run_sql
from ventra import __version__
from ventra.errors import SchemaUnfit, VentraError
from ventra.infra.migrate import upgrade
from ventra.infra.schema import known
from ventra.services import api, opening

pytestmark = pytest.mark.once

NEWER = """
INSERT INTO schema_history (revision, oldest_release, applied_by) VALUES ('9999', '{}', '99.0.0');
UPDATE alembic_version SET version_num = '9999'
"""
HEAD = known()[-1].id


def revision(url: str) -> str:
    with psycopg.connect(url) as db:
        return str(db.execute("SELECT version_num FROM alembic_version").fetchone()[0])


@pytest.mark.parametrize("reached", [None, "0003"])
def test_an_api_brings_the_schema_up_and_stays_small(
    empty_database_url: str, redis_url: str, tmp_path: Path, reached: str | None
) -> None:
    if reached:
        upgrade(empty_database_url, to=reached)
    with service("api", tmp_path / "log", api_env(empty_database_url, redis_url)) as started:
        started.until_answering()
        assert revision(empty_database_url) == HEAD
        assert psutil.Process(started.process.pid).memory_info().rss <= 150 * 2**20
        assert started.stop() == 0


def test_apis_that_start_together_migrate_once(
    empty_database_url: str, redis_url: str, tmp_path: Path
) -> None:
    env = api_env(empty_database_url, redis_url)
    with service("api", tmp_path / "one", env) as one, service("api", tmp_path / "two", env) as two:
        one.until_answering()
        two.until_answering()
        words = one.words + two.words
    for step in known():
        assert words.count(f"{step.id}: {step.title}") == 1


def test_an_api_runs_on_a_newer_schema_that_allows_it(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    run_sql(database_url, NEWER.format(__version__))
    with service("api", tmp_path / "log", api_env(database_url, redis_url)) as started:
        started.until_answering()
        assert "newer than this release, and allows it" in started.words
        assert revision(database_url) == "9999"


@pytest.mark.parametrize("name", ["api", "worker", "bot"])
def test_a_service_refuses_a_newer_schema_that_does_not_allow_it(
    database_url: str, redis_url: str, tmp_path: Path, name: str
) -> None:
    run_sql(database_url, NEWER.format("98.7.6"))
    env = (
        api_env(database_url, redis_url)
        if name == "api"
        else {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    )
    env |= {"TELEGRAM_BOT_TOKEN": "1234:abcdefghijklmnop", "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    with service(name, tmp_path / "log", env) as started:
        assert started.ended() == 1
        for word in ("9999", "98.7.6", __version__):
            assert word in started.words
        assert "Traceback" not in started.words


def test_a_migration_that_fails_stops_the_api_and_says_why(
    empty_database_url: str, redis_url: str, tmp_path: Path
) -> None:
    upgrade(empty_database_url, to="0004")
    run_sql(empty_database_url, "CREATE TABLE backups ()")
    with service("api", tmp_path / "log", api_env(empty_database_url, redis_url)) as started:
        assert started.ended() == 1
        assert 'relation "backups" already exists' in started.words
        assert "Traceback" not in started.words


def test_an_api_that_is_stopped_while_it_migrates_ends_in_good_order(
    empty_database_url: str, redis_url: str, tmp_path: Path
) -> None:
    with psycopg.connect(empty_database_url, application_name="somebody") as other:
        other.execute("SELECT pg_advisory_lock(7239401)")
        with service("api", tmp_path / "log", api_env(empty_database_url, redis_url)) as started:
            started.until(lambda: "somebody" in started.words)
            assert not started.answers("/api/v1/health")
            children = psutil.Process(started.process.pid).children()
            assert started.stop() == 0
            assert [child.pid for child in children if child.is_running()] == []


def test_without_postgres_it_is_alive_and_not_ready(redis_url: str, tmp_path: Path) -> None:
    env = api_env("postgresql://ventra@127.0.0.1:1/ventra", redis_url)
    with service("api", tmp_path / "log", env) as started:
        started.until_answering("/api/v1/health")
        assert started.ask("/api/v1/health/ready").status_code == 503
        assert started.stop() == 0


def test_a_password_that_postgres_refuses_is_named(database_url: str, redis_url: str, tmp_path: Path) -> None:
    wrong = database_url.replace("ventra:", "ventra:wrong")
    for name in ("api", "worker", "bot"):
        env = api_env(wrong, redis_url, TELEGRAM_BOT_TOKEN="1234:abcdefghijklmnop")
        with service(name, tmp_path / name, env) as started:
            assert started.ended() == 2
            assert "DATABASE_URL: Postgres refuses it" in started.words
            assert wrong.split("@")[0].split("wrong")[1] not in started.words


@pytest.mark.parametrize("name", ["worker", "bot"])
def test_others_wait_until_the_schema_is_there(
    empty_database_url: str, redis_url: str, tmp_path: Path, name: str
) -> None:
    env = {"DATABASE_URL": empty_database_url, "REDIS_URL": redis_url, "COLLECT": "off"}
    if name == "bot":
        env |= {"TELEGRAM_BOT_TOKEN": "1234:abcdefghijklmnop", "TELEGRAM_API_URL": "http://127.0.0.1:9"}
    with service(name, tmp_path / "log", env) as started:
        started.until(lambda: "waits" in started.words)
        upgrade(empty_database_url)
        if name == "worker":
            started.until_answering("/health/ready")
        else:  # the next thing it lacks is Telegram
            started.until(lambda: "Telegram" in started.words.rsplit("migrations have not run", 1)[1])
        assert started.stop() == 0


async def test_what_shows_only_once_postgres_answers_is_told_too(
    database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "OPEN_AGAIN_SECONDS", 0.05)
    run_sql(database_url, NEWER.format("98.7.6"))
    failures: list[VentraError] = []
    settings = api_settings("postgresql://nobody@127.0.0.1:1/nowhere", redis_url)
    app: Any = api.create_app(settings)
    async with opening.kept_open(app, settings, failures.append):
        assert app.state.parts is None
        settings.values["DATABASE_URL"] = database_url  # type: ignore[index]
        while not failures:
            await asyncio.sleep(0.05)
    assert isinstance(failures[0], SchemaUnfit)
