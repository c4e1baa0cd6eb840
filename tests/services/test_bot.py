"""The bot over a Bot API server that speaks the real wire."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import psutil
import pytest

from fakes.telegram import TOKEN, FakeTelegram, Fault
from fixtures.bot import answers, listening, until
from ventra.core.texts import LANGUAGES, say
from ventra.infra import db, store, telegram
from ventra.services import bot
from ventra.services.chat import texts as bot_texts
from ventra.services.chat.commands import COMMANDS
from ventra.services.chat.groups import PUBLIC
from ventra.services.processes.children import free_port

pytestmark = pytest.mark.once

LINK = "https://ventra.example/?a=1&b=<2>"


def starts_with(language: str, key: str) -> str:
    return say(bot_texts.BOT_TEXTS, key, language).replace("<b>", "").replace("</b>", "")[:60]


@pytest.mark.parametrize(("code", "language"), [("ru", "ru"), ("en-GB", "en"), ("uz", "uz"), (None, "uz")])
async def test_a_person_is_greeted_in_the_language_of_their_telegram(
    database_url: str, server: FakeTelegram, code: str | None, language: str
) -> None:
    ali = server.person(7, code)
    async with listening(database_url, server.url):
        ali.says("/start")
        await answers(ali, 1)
        ali.says("/help")
        await answers(ali, 2)
    assert ali.seen[0].text.startswith(starts_with(language, "bot.start"))
    assert ali.seen[1].text.startswith(starts_with(language, "bot.help"))


async def test_a_chosen_language_is_kept_over_a_restart(database_url: str, server: FakeTelegram) -> None:
    ali = server.person(7, "ru")
    async with listening(database_url, server.url):
        ali.says("/language")
        await answers(ali, 1)
        assert [words for words, _ in ali.seen[0].buttons] == ["Oʻzbekcha", "Ўзбекча", "Русский", "English"]
        ali.presses(1)
        await until(lambda: ali.seen[0].edits == 1 and not ali.pressed)
        assert ali.seen[0].text == say(bot_texts.BOT_TEXTS, "bot.language_chosen", "uz-Cyrl")
    async with listening(database_url, server.url):
        ali.says("/start@ventra_preview_bot hello")
        await answers(ali, 2)
    assert ali.seen[1].text.startswith(starts_with("uz-Cyrl", "bot.start"))


async def test_the_address_of_the_page_comes_from_the_installation_and_is_escaped(
    database_url: str, server: FakeTelegram
) -> None:
    ali = server.person(7, "en")
    async with listening(database_url, server.url):
        ali.says("/start")
        await answers(ali, 1)
        async with db.connected(database_url) as connection:
            await store.set_installation(connection, store.WEB_URL, LINK)
            assert await store.get_installation(connection, store.BOT_USERNAME) == "ventra_preview_bot"
        ali.says("/start")
        await answers(ali, 2)
    assert "no known address" in ali.seen[0].text
    assert LINK in ali.seen[1].text
    assert "&amp;b=&lt;2&gt;" in ali.seen[1].html


@pytest.mark.parametrize("text", ["salom", "<b>&", "/delete_everything", "/"])
async def test_what_it_does_not_understand_gets_a_way_on(
    database_url: str, server: FakeTelegram, text: str
) -> None:
    ali = server.person(7, "en")
    async with listening(database_url, server.url):
        ali.says(text)
        await answers(ali, 1)
    assert "/help" in ali.seen[0].text


async def test_nobody_is_answered_in_a_group(database_url: str, server: FakeTelegram) -> None:
    group, ali = server.person(-100, "en", "supergroup"), server.person(7, "en")
    async with listening(database_url, server.url):
        group.says("/start")
        ali.says("/start")
        await answers(ali, 1)
    assert group.seen == []
    async with db.connected(database_url) as connection:
        assert await connection.fetchval("SELECT array_agg(chat_id) FROM telegram_chats") == [7]


async def test_a_forged_button_changes_nothing_and_stops_turning(
    database_url: str, server: FakeTelegram
) -> None:
    ali = server.person(7, "en")
    async with listening(database_url, server.url):
        ali.says("/language")
        await answers(ali, 1)
        ali.presses_data("language:xx'; DROP TABLE telegram_chats", ali.seen[0])
        await until(lambda: not ali.pressed)
        ali.says("/start")
        await answers(ali, 2)
    assert ali.seen[1].text.startswith(starts_with("en", "bot.start"))


async def test_commands_are_offered_in_three_languages(database_url: str, server: FakeTelegram) -> None:
    async with listening(database_url, server.url):
        await until(lambda: len(server.commands) == 3)
    assert set(server.commands) == {"", "ru", "en"}
    assert [one["command"] for one in server.commands["ru"]] == list(COMMANDS)
    assert [one["command"] for one in server.group_commands["ru"]] == list(PUBLIC)


async def test_too_many_requests_are_waited_out_and_the_answer_comes_once(
    database_url: str, server: FakeTelegram
) -> None:
    ali = server.person(7, "en")
    async with listening(database_url, server.url):
        await until(lambda: server.called("getUpdates"))
        server.fail("sendMessage", Fault(status=429, retry_after=1))
        said = time.monotonic()
        ali.says("/start")
        await answers(ali, 1)
        assert time.monotonic() - said >= 1
        await asyncio.sleep(0.3)
    assert len(ali.seen) == 1


async def test_errors_of_telegram_are_outlasted(database_url: str, server: FakeTelegram) -> None:
    ali = server.person(7, "en")
    server.fail("getMe", Fault(status=502), times=2)
    server.fail("getUpdates", Fault(status=500), times=2)
    server.fail("sendMessage", Fault(status=500), times=3)
    async with listening(database_url, server.url):
        ali.says("/start")
        await answers(ali, 1)
        ali.says("/help")
        await answers(ali, 2)
    assert len(ali.seen) == 2


async def test_a_server_that_hangs_is_not_waited_for_for_ever(
    database_url: str, server: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegram, "CALL_SECONDS", 1)
    ali = server.person(7, "en")
    async with listening(database_url, server.url):
        await until(lambda: server.called("getUpdates"))
        server.fail("sendMessage", Fault(hang_seconds=30))
        ali.says("/start")
        await answers(ali, 1)


async def test_who_blocked_the_bot_does_not_hold_up_the_others(
    database_url: str, server: FakeTelegram
) -> None:
    gone, ali = server.person(6, "en"), server.person(7, "en")
    async with listening(database_url, server.url):
        server.fail("sendMessage", Fault(status=403))
        gone.says("/start")
        ali.says("/start")
        await answers(ali, 1)
    assert gone.seen == []


async def test_an_update_that_cannot_be_answered_is_told_and_left(
    database_url: str, server: FakeTelegram
) -> None:
    ali = server.person(7, "en")
    async with listening(database_url, server.url):
        server.fail("sendMessage", Fault(status=400))
        ali.says("/start")
        ali.says("/help")
        await answers(ali, 1)
        async with db.connected(database_url) as connection:
            rows = await connection.fetch("SELECT job, error, trace FROM job_failures")
    assert [row["job"] for row in rows] == ["bot"]
    assert TOKEN not in str([dict(row) for row in rows])
    assert ali.seen[0].text.startswith(starts_with("en", "bot.help"))


async def test_an_update_is_handled_once_over_a_restart(database_url: str, server: FakeTelegram) -> None:
    ali = server.person(7, "en")
    async with listening(database_url, server.url):
        await until(lambda: server.called("getUpdates"))
        server.fail("getUpdates", Fault(status=500), times=1000)
        ali.says("/start")
        await answers(ali, 1)
        handled = server.unconfirmed
    server._faults.clear()
    assert len(handled) == 1, "Telegram does not know that it was handled"
    async with listening(database_url, server.url):
        await until(lambda: server.unconfirmed == [])
        ali.says("/help")
        await answers(ali, 2)
    assert ali.seen[1].text.startswith(starts_with("en", "bot.help"))


async def test_a_quiet_time_after_which_ids_begin_anew_loses_nothing(
    database_url: str, server: FakeTelegram
) -> None:
    ali = server.person(7, "en")
    async with listening(database_url, server.url):
        ali.says("/start")
        await answers(ali, 1)
        await until(lambda: any("offset" in asked for asked in server.called("getUpdates")))
        await until(lambda: "offset" not in server.called("getUpdates")[-1])
        server._update_id = 1000
        ali.says("/help")
        await answers(ali, 2)


async def test_of_two_processes_one_polls_and_the_other_takes_over(
    database_url: str, server: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot, "STANDBY_SECONDS", 0.2)
    ali = server.person(7, "en")
    async with listening(database_url, server.url) as first:
        await until(lambda: server.called("getUpdates"))
        async with listening(database_url, server.url):
            for n in range(5):
                ali.says("/start")
                await answers(ali, n + 1)
            await asyncio.sleep(0.3)
            assert len(ali.seen) == 5
            first.set()
            await until(lambda: len(server.called("getMe")) == 2)
            ali.says("/help")
            await answers(ali, 6)
    assert len(ali.seen) == 6


async def test_a_webhook_left_behind_is_removed(database_url: str, server: FakeTelegram) -> None:
    server.webhook = "https://old.example/hook"
    ali = server.person(7, "en")
    async with listening(database_url, server.url):
        ali.says("/start")
        await answers(ali, 1)
    assert server.webhook == ""


async def test_a_refused_token_is_no_crash_loop(database_url: str, server: FakeTelegram) -> None:
    server.token = "999:another-token-altogether"
    async with listening(database_url, server.url):
        await until(lambda: server.called("getMe"))
        await asyncio.sleep(1)
        assert len(server.called("getMe")) == 1


def bot_process(log: Path, **env: str) -> subprocess.Popen[bytes]:
    with log.open("ab") as out:
        return subprocess.Popen(
            [sys.executable, "-m", "ventra.services.bot"],
            env={"PATH": os.environ["PATH"], "HEALTH_PORT": str(free_port())} | env,
            stdout=out,
            stderr=out,
        )


async def test_without_a_token_it_says_so_once_and_waits(database_url: str, tmp_path: Path) -> None:
    process = bot_process(tmp_path / "log", DATABASE_URL=database_url)
    try:
        await until(lambda: "TELEGRAM_BOT_TOKEN is not set" in (tmp_path / "log").read_text())
        await asyncio.sleep(0.5)
        assert process.poll() is None
        assert psutil.Process(process.pid).memory_info().rss < 100 * 2**20
        process.terminate()
        assert await asyncio.to_thread(process.wait, 10) == 0
        assert len((tmp_path / "log").read_text().splitlines()) == 1
    finally:
        process.kill()


async def test_a_killed_process_is_followed_by_one_that_goes_on(
    database_url: str, server: FakeTelegram, tmp_path: Path
) -> None:
    ali = server.person(7, "en")
    env = {"DATABASE_URL": database_url, "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
    first = bot_process(tmp_path / "log", **env)
    try:
        ali.says("/start")
        await until(lambda: len(ali.seen) == 1, 60)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait(10)
    connection = await asyncpg.connect(database_url)
    await connection.execute("UPDATE telegram_pollers SET leased_until = now()")
    await connection.close()
    second = bot_process(tmp_path / "log", **env)
    try:
        ali.says("/help")
        # Killed between sending and noting it, the first answer is sent once more.
        await until(lambda: ali.seen[-1].text != ali.seen[0].text, 60)
        second.terminate()
        assert await asyncio.to_thread(second.wait, 10) == 0
    finally:
        second.kill()
    assert TOKEN not in (tmp_path / "log").read_text()


async def test_without_postgres_it_waits_and_stops_when_told(server: FakeTelegram) -> None:
    nowhere = f"postgresql://ventra@127.0.0.1:{free_port()}/ventra"
    async with listening(nowhere, server.url):
        await asyncio.sleep(0.5)
    assert server.calls == []


def test_every_text_is_there_in_every_language_and_telegram_takes_it() -> None:
    from ventra.simulator.telegram_html import plain

    for key in bot_texts.BOT_TEXTS:
        shown = {
            language: plain(say(bot_texts.BOT_TEXTS, key, language, web_url="x")) for language in LANGUAGES
        }
        assert all(shown.values()), key
        assert len(set(shown.values())) == len(LANGUAGES), key
