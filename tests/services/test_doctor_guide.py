"""Each way the troubleshooting guide names, set up wrongly for real: doctor names its cause, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from aiohttp import web

from fakes.telegram import TOKEN, FakeTelegram
from fixtures.doctor import GOOD_SECRET, examined
from fixtures.stores import run_sql
from ventra.infra.schema import known
from ventra.services.doctor.examine import CHECKS
from ventra.settings import API, BOT, SERVICES, WORKER

pytestmark = pytest.mark.once

SLOW = {"chromium", "service"}
"""Tested by themselves: a Chromium takes a second, and here no service runs."""
NAMES = tuple(check.name for check in CHECKS if check.name not in SLOW)
HEADERS = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")
FINE = f"""
INSERT INTO job_schedule (job, due_at, started_at, finished_at) SELECT job, now() + interval '1 h', now(), now()
  FROM unnest(ARRAY['sweep', 'close', 'imports', 'partitions', 'clean', 'backup', 'cards']) AS job;
INSERT INTO watch (product_id, tracked, due_at) VALUES (1, true, now() + interval '1 hour');
INSERT INTO sources (host, last_ok_at) VALUES ('api.uzum.uz', now());
INSERT INTO telegram_pollers (bot_id, lease, leased_until) VALUES ({TOKEN.split(":")[0]}, 4, now() + interval '10 min')
"""


@dataclass
class Site:
    """An installation on which all is well, until a test spoils it."""

    environ: dict[str, str]
    telegram: FakeTelegram
    redis: redis.Redis
    web_status: int = 200

    def sql(self, statement: str) -> None:
        run_sql(self.environ["DATABASE_URL"], statement)

    def address(self, name: str, **parts: object) -> None:
        """Change a part of an address."""
        old = urlsplit(self.environ[name])
        user = f"{old.username or ''}:{parts.get('password', old.password)}"
        place = f"{parts.get('host', old.hostname)}:{parts.get('port', old.port)}"
        self.environ[name] = f"{old.scheme}://{user}@{place}/{parts.get('database', old.path.strip('/'))}"

    async def told(self, service: str) -> dict[str, str]:
        """What is a warning or a problem, by the name of its check."""
        found = await examined(self.environ, *NAMES, service=service)
        return {
            each.name: f"{each.what} | {each.mend}" for each in found if each.state in ("warning", "problem")
        }


@pytest.fixture
def configured(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        client.config_set("appendonly", "yes")
        yield client
        client.config_set("appendonly", "no")
        client.config_set("maxmemory-policy", "noeviction")


@pytest.fixture
async def site(database_url: str, redis_url: str, configured: redis.Redis) -> AsyncIterator[Site]:
    run_sql(database_url, FINE)
    telegram = FakeTelegram()
    await telegram.start()
    made = Site({}, telegram, configured)

    async def answer(_: web.Request) -> web.Response:
        body = '{"status":"alive","version":"0.1.0","commit":null}' if made.web_status == 200 else "<html>"
        return web.Response(status=made.web_status, text=body, headers=dict.fromkeys(HEADERS, "x"))

    app = web.Application()
    app.router.add_get("/api/v1/health", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.environ |= {
        "DATABASE_URL": database_url, "DIRECT_DATABASE_URL": database_url, "REDIS_URL": redis_url, "JWT_SECRET": GOOD_SECRET,
        "WEB_URL": f"http://127.0.0.1:{runner.addresses[0][1]}", "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url,
    }  # fmt: skip
    yield made
    await runner.cleanup()
    await telegram.stop()


@pytest.mark.parametrize("service", SERVICES)
async def test_where_all_is_well_nothing_is_said(site: Site, service: str) -> None:
    assert await site.told(service) == {}


async def test_the_api_does_not_start_without_a_variable(site: Site) -> None:
    del site.environ["JWT_SECRET"]
    told = await site.told(API)
    assert list(told) == ["settings"]
    assert "JWT_SECRET: is missing; api needs it" in told["settings"]


async def test_the_api_does_not_start_with_a_short_secret_or_an_empty_reference(site: Site) -> None:
    site.environ |= {"JWT_SECRET": "Zk3vT9wQ", "REDIS_URL": "", "JWT_EXPIRES_IN": "7 days"}
    told = await examined(site.environ, *NAMES, service=API)
    wrong = [each.what.split(":")[0] for each in told if each.state == "problem"]
    assert wrong == ["JWT_SECRET", "JWT_EXPIRES_IN", "REDIS_URL"]


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ({"port": 1}, "refuses connections"),
        ({"host": "postgre.railway.internal"}, "is not known here"),
        ({"password": "Rq7vZx5tLm2kWn4pRq7vZx5tLm2kWn4p"}, "refuses the password"),
        ({"database": "railway"}, "no such database"),
    ],
)
async def test_the_api_does_not_reach_postgres(site: Site, spoilt: dict[str, object], words: str) -> None:
    site.address("DATABASE_URL", **spoilt)
    del site.environ["DIRECT_DATABASE_URL"]
    told = await site.told(API)
    assert list(told) == ["postgres"]
    assert words in told["postgres"]


async def test_the_schema_is_behind(site: Site) -> None:
    site.sql("UPDATE alembic_version SET version_num = '0004'")
    told = await site.told(API)
    assert list(told) == ["schema"]
    assert known()[-1].id in told["schema"]
    assert "ventra migrate" in told["schema"]


async def test_the_schema_is_newer_and_wants_a_newer_release(site: Site) -> None:
    site.sql("UPDATE alembic_version SET version_num = '9999'")
    site.sql(
        "INSERT INTO schema_history (revision, oldest_release, applied_by) VALUES ('9999', '9.0.0', '9.0.0')"
    )
    told = await site.told(API)
    assert list(told) == ["schema"]
    assert "deploy release 9.0.0" in told["schema"]


async def test_the_extension_is_missing(site: Site) -> None:
    site.sql("DROP EXTENSION vector CASCADE")
    assert list(await site.told(API)) == ["pgvector"]


async def test_web_answers_502(site: Site) -> None:
    site.web_status = 502
    told = await site.told(API)
    assert "web is up and does not reach the api" in told["web"]
    assert "API_UPSTREAM" in told["web"]
    assert set(told) == {"web"}


async def test_jobs_are_stuck_because_redis_is_away(site: Site) -> None:
    site.address("REDIS_URL", port=1)
    told = await site.told(WORKER)
    assert list(told) == ["redis"]
    assert "refuses connections" in told["redis"]


async def test_jobs_are_stuck_because_redis_evicts(site: Site) -> None:
    site.redis.config_set("maxmemory-policy", "volatile-lru")
    assert list(await site.told(WORKER)) == ["redis_eviction"]


async def test_jobs_are_stuck_because_no_worker_is_alive(site: Site) -> None:
    site.sql(
        "UPDATE job_schedule SET due_at = now() - interval '2 h', started_at = now() - interval '2 h',"
        " finished_at = now() - interval '2 h'"
    )
    told = await site.told(API)
    assert "no worker is alive" in told["worker"]
    assert set(told) == {"worker", "jobs"}


async def test_jobs_are_stuck_because_leases_were_left_by_the_dead(site: Site) -> None:
    site.sql("UPDATE watch SET leased_until = now() - interval '11 min', due_at = now() - interval '13 min'")
    site.sql("UPDATE job_schedule SET leased_until = now() - interval '1 h' WHERE job = 'sweep'")
    told = await site.told(WORKER)
    assert set(told) == {"leases", "jobs"}
    assert "sweep was begun by a worker that is gone" in told["jobs"]


async def test_nothing_is_visited_because_collecting_is_off(site: Site) -> None:
    site.environ["COLLECT"] = "off"
    told = await site.told(WORKER)
    assert list(told) == ["collecting"]
    assert "COLLECT=tracked" in told["collecting"]


async def test_postgres_has_no_room_left(site: Site) -> None:
    error = "DiskFullError: could not extend file: No space left on device"
    site.sql(f"INSERT INTO job_failures (job, job_id, error, trace) VALUES ('close', '1', '{error}', 'x')")
    told = await site.told(WORKER)
    assert list(told) == ["failed_jobs"]
    assert "grow the volume" in told["failed_jobs"]


async def test_the_bot_is_silent_without_a_token_and_with_half_of_one(site: Site) -> None:
    site.environ["TELEGRAM_BOT_TOKEN"] = ""
    assert list(await site.told(BOT)) == ["telegram_token"]
    site.environ["TELEGRAM_BOT_TOKEN"] = "1234567"
    told = await site.told(BOT)
    assert list(told) == ["settings"]
    assert "BotFather" in told["settings"]


async def test_the_bot_is_silent_because_its_token_was_revoked(site: Site) -> None:
    site.telegram.token = "1234567:" + "n" * 35
    told = await site.told(BOT)
    assert list(told) == ["telegram"]
    assert "BotFather" in told["telegram"]


async def test_the_bot_is_silent_because_a_webhook_is_set(site: Site) -> None:
    site.telegram.webhook = "https://elsewhere.example/hook"
    told = await site.told(BOT)
    assert list(told) == ["telegram_webhook"]
    assert "deleteWebhook" in told["telegram_webhook"]


async def test_the_bot_is_silent_because_nobody_polls(site: Site) -> None:
    site.sql("UPDATE telegram_pollers SET leased_until = now() - interval '10 min'")
    assert list(await site.told(BOT)) == ["telegram_poller"]


def test_every_command_that_mends_is_one_that_there_is(checkout: Path) -> None:
    """`ventra …` in a remedy is a command of ours, and a file it names is there."""
    from ventra.services.cli import _parser

    commands = (
        next(
            action for action in _parser()._actions if action.choices and "migrate" in action.choices
        ).choices
        or ()
    )
    for check in CHECKS:
        for word in check.mend.replace("(", " ").replace(";", " ").split("ventra ")[1:]:
            first = word.split()[0].strip(".,:)")
            assert first in commands, (check.name, first)
        for word in check.mend.replace(",", " ").split():
            if word.startswith("docs/"):
                assert (checkout / word).is_file(), word
