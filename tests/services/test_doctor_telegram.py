"""Doctor on the bot: a silent one has a cause, and it is named."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from fakes.telegram import TOKEN, FakeTelegram, Fault
from fixtures.doctor import examined, found_by
from fixtures.services import running
from fixtures.stores import run_sql
from ventra.settings import BOT

pytestmark = pytest.mark.once

ALL = ("telegram_token", "telegram", "telegram_webhook", "telegram_poller")
BOT_ID = TOKEN.split(":")[0]
OTHER_TOKEN = "7654321:" + "AbCdEfGhIj" * 3 + "KlMnO"


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    fake = FakeTelegram()
    await fake.start()
    yield fake
    await fake.stop()


def environ_of(server: FakeTelegram, database_url: str, **more: str) -> dict[str, str]:
    told = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url, "DATABASE_URL": database_url}
    return told | more


def leased(database_url: str, until: str) -> None:
    run_sql(
        database_url,
        f"INSERT INTO telegram_pollers (bot_id, lease, leased_until) VALUES ({BOT_ID}, 4, {until})",
    )


async def test_a_bot_that_listens_is_fine_in_every_way(server: FakeTelegram, database_url: str) -> None:
    leased(database_url, "now() + interval '25 s'")
    found = await examined(environ_of(server, database_url), *ALL, service=BOT)
    assert {each.name: each.state for each in found} == dict.fromkeys(ALL, "ok"), found
    assert "@ventra_preview_bot" in next(each.what for each in found if each.name == "telegram")


async def test_no_token_is_told_at_the_bot_and_no_matter_elsewhere(database_url: str) -> None:
    none = {"DATABASE_URL": database_url, "NODE_ENV": "production"}
    found = await examined(none, *ALL, service=BOT)
    assert (found[0].state, found[0].what) == ("problem", "TELEGRAM_BOT_TOKEN is not set: the bot is off")
    assert {each.state for each in found[1:]} == {"skipped"}
    assert (await found_by("telegram_token", none)).state == "skipped"


@pytest.mark.parametrize("token", ["not-a-token", "123456:short-but-well-formed"])
async def test_a_malformed_token_is_named_and_not_shown(
    server: FakeTelegram, database_url: str, token: str
) -> None:
    found = await found_by("telegram_token", environ_of(server, database_url, TELEGRAM_BOT_TOKEN=token))
    assert found.state in ("problem", "warning")
    assert "TELEGRAM_BOT_TOKEN" in found.what
    assert "BotFather" in found.what + str(found.mend)


async def test_a_revoked_token_is_told_with_where_to_get_a_new_one(
    server: FakeTelegram, database_url: str
) -> None:
    environ = environ_of(server, database_url, TELEGRAM_BOT_TOKEN=OTHER_TOKEN)
    found = await found_by("telegram", environ)
    assert (found.state, "(401)" in found.what) == ("problem", True)
    assert "BotFather" in str(found.mend)
    assert (await found_by("telegram_webhook", environ)).state == "skipped"


async def test_a_webhook_is_told_with_the_command_that_removes_it(
    server: FakeTelegram, database_url: str
) -> None:
    server.webhook = "https://elsewhere.example/hook"
    found = await found_by("telegram_webhook", environ_of(server, database_url))
    assert (found.state, "deleteWebhook" in str(found.mend)) == ("problem", True)
    assert "elsewhere" not in found.what


async def test_updates_that_pile_up_are_told(server: FakeTelegram, database_url: str) -> None:
    ali = server.person(7, "uz")
    for _ in range(120):
        ali.says("hello")
    found = await found_by("telegram_webhook", environ_of(server, database_url))
    assert (found.state, found.what) == ("warning", "120 updates wait for the bot")


@pytest.mark.parametrize("until", [None, "NULL", "now() - interval '1 h'"])
async def test_nobody_listening_is_told(server: FakeTelegram, database_url: str, until: str | None) -> None:
    if until:
        leased(database_url, until)
    found = await found_by("telegram_poller", environ_of(server, database_url, NODE_ENV="production"))
    assert found.state == "problem"
    assert "listen" in found.what


async def test_telegram_away_and_something_else_in_its_place(server: FakeTelegram, database_url: str) -> None:
    away = environ_of(server, database_url, TELEGRAM_API_URL="http://127.0.0.1:1")
    assert "refuses connections" in (await found_by("telegram", away)).what
    elsewhere = environ_of(server, database_url, TELEGRAM_API_URL=f"{server.url}/elsewhere")
    assert (await found_by("telegram", elsewhere)).what == "TELEGRAM_API_URL does not lead to a Bot API"
    server.fail("getMe", Fault(status=500))
    assert (await found_by("telegram", environ_of(server, database_url))).state == "warning"


async def test_another_poller_with_the_same_token_is_named_by_the_bot_itself(
    server: FakeTelegram, database_url: str, tmp_path: Path
) -> None:
    """Telegram tells a second program of ours nothing; the bot that is thrown out knows."""
    server.fail("getUpdates", Fault(status=409), times=1000)
    environ = environ_of(server, database_url)
    with running("bot", tmp_path / "log", **environ) as bot:
        await bot.until_it_says(503, "another process polls")
        found = await examined(environ | {"HEALTH_PORT": str(bot.port)}, "service", service=BOT)
        server.work_again("getUpdates")
        await bot.until_it_says(200)
        assert (
            await found_by("service", environ | {"HEALTH_PORT": str(bot.port)}, service=BOT)
        ).state == "ok"
    assert found[0].state == "problem"
    assert "another process polls with the same token" in found[0].what
