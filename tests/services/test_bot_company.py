"""The bot in company: groups, searches behind its name, signing up by one's contact, pictures, and being put out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fakes.telegram import FakeTelegram
from fixtures.bot import listening, until
from fixtures.chats import HOSTILE, PAGE, PRODUCT, after, goods, member, open_database
from ventra.accounts import links
from ventra.core.texts import say
from ventra.infra import store
from ventra.services.chat.linking import GROUP_BEGINS
from ventra.services.chat.settings_texts import SETTINGS_TEXTS
from ventra.services.chat.texts import BOT_TEXTS

pytestmark = pytest.mark.once

GROUP, BOT = -100200, "ventra_preview_bot"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
PHONE = "+998977654321"


async def test_a_group_gets_what_is_public_when_it_addresses_the_bot(
    database_url: str, server: FakeTelegram
) -> None:
    async with open_database(database_url) as db:
        await goods(db)
        await member(db, 7)
        group, ali = server.person(GROUP, "en", "supergroup"), server.person(7, "en")
        group.writer = 7
        async with listening(database_url, server.url):
            shown = await after(group, lambda: group.says(f"/top@{BOT}"))
            assert HOSTILE in shown.text
            assert shown.buttons == []
            for text in (
                "/top", f"/today@{BOT}", f"/alerts@{BOT}", f"/settings@{BOT}", f"/start@{BOT}", "/top@another_bot", "salom",
                f"https://uzum.uz/product/x-{PRODUCT}",
            ):  # fmt: skip
                group.says(text)
            await after(ali, lambda: ali.says("/help"))
            assert len(group.seen) == 1
            for _ in range(12):
                group.says(f"/help@{BOT}")
            await after(ali, lambda: ali.says("/help"))
            assert len(group.seen) == 11
            assert "too often" in group.seen[-1].text
        assert await db.fetchval("SELECT array_agg(chat_id) FROM telegram_chats") == [7]


async def test_a_group_is_added_by_its_managers_code_and_ends_when_the_bot_is_put_out(
    database_url: str, server: FakeTelegram
) -> None:
    async with open_database(database_url) as db:
        org_id = await member(db, 7)
        await member(db, 6, role="analyst", org_id=org_id)
        manager = await db.fetchval("SELECT user_id FROM users WHERE telegram_id = 7")
        codes = [GROUP_BEGINS + links.new_secret() for _ in range(2)]
        from ventra.alerts.store.channels import add_code

        for code in codes:
            await add_code(db, org_id, manager, links.digest(code), datetime.now(UTC) + timedelta(minutes=15))
        group = server.person(GROUP, "en", "supergroup")
        refused, there = say(SETTINGS_TEXTS, "group_not", "en"), say(SETTINGS_TEXTS, "group_in", "en")
        async with listening(database_url, server.url):
            for writer, status, answered in (
                (5, "creator", refused), (6, "creator", refused), (7, "member", refused), (7, None, refused),
                (7, "administrator", there),
            ):  # fmt: skip
                group.writer, group.members = writer, {writer: status} if status else {}
                shown = await after(group, lambda: group.says(f"/start@{BOT} {codes[-1]}"))
                assert shown.text == answered, (writer, status)
            assert (await after(group, lambda: group.says(f"/start@{BOT} {codes[-1]}"))).text == say(
                BOT_TEXTS, "bot.link_spent", "en"
            )
            assert (
                await db.fetchval("SELECT org_id FROM alert_channels WHERE address = $1", str(GROUP))
                == org_id
            )
            group.lets_in(False)
            await until(lambda: server.unconfirmed == [])
        row = await db.fetchrow("SELECT ended_at IS NOT NULL AS ended, ended_because FROM alert_channels")
        assert (row["ended"], row["ended_because"]) == (True, "left")


async def test_whoever_blocks_the_bot_is_brought_nothing_until_they_unblock_it(
    database_url: str, server: FakeTelegram
) -> None:
    async with open_database(database_url) as db:
        await member(db, 7)
        ali = server.person(7, "en")
        ended = "SELECT ended_because FROM alert_channels WHERE address = '7'"
        async with listening(database_url, server.url):
            await after(ali, lambda: ali.says("/start"))
            ali.lets_in(False)
            await until(lambda: server.unconfirmed == [])
            assert await db.fetchval(ended) == "blocked"
            ali.lets_in(True)
            await until(lambda: server.unconfirmed == [])
            assert await db.fetchval(ended) is None


async def test_a_search_behind_the_bots_name_offers_public_cards(
    database_url: str, server: FakeTelegram
) -> None:
    async with open_database(database_url) as db:
        await goods(db)
        await store.set_installation(db, store.WEB_URL, PAGE)
        ali = server.person(7, "en")
        async with listening(database_url, server.url):
            for text, count in (("", 3), ("choynak", 1), ("hech narsa", 0)):
                ali.searches(text)
                await until(lambda: not ali.searching)
                assert len(ali.offered[-1]) == count, text
            offered = next(one for one in ali.offered[0] if one.title == HOSTILE)
            assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in offered.html
            assert "(23–28)" in offered.line
            assert [url for _, url in offered.buttons] == [
                f"{PAGE}/p/{PRODUCT}?range=7", f"https://t.me/{BOT}?start=p{PRODUCT}",
            ]  # fmt: skip
            asked = server.called("answerInlineQuery")[0]
            assert (str(asked["cache_time"]), str(asked["is_personal"]).lower()) == ("60", "false")
            shown = await after(ali, lambda: ali.says(f"/start p{PRODUCT}"))
            assert shown.text.startswith(HOSTILE)


@pytest.mark.parametrize("language", ["uz", "ru", "en"])
async def test_one_signs_up_by_ones_own_contact_alone_and_no_number_is_kept(
    database_url: str, server: FakeTelegram, language: str
) -> None:
    async with open_database(database_url) as db:
        ali = server.person(7, language)
        async with listening(database_url, server.url):
            unasked = await after(ali, lambda: ali.sends_contact(7, PHONE))
            assert unasked.text == say(BOT_TEXTS, "bot.join_first", language)
            asked = await after(ali, lambda: ali.presses(0))
            assert asked.text == say(BOT_TEXTS, "bot.join_asked", language)
            assert ali.keys == [say(BOT_TEXTS, "bot.join_key", language)]
            for other in (8, None):
                shown = await after(ali, lambda o=other: ali.sends_contact(o, PHONE))
                assert shown.text == say(BOT_TEXTS, "bot.join_other", language)
            assert await db.fetchval("SELECT count(*) FROM users") == 0
            done = await after(ali, lambda: ali.sends_contact(7, PHONE))
            assert "<b>Ali & Vali" in done.text
            assert ali.keys == []
            again = await after(ali, lambda: ali.sends_contact(7, PHONE))
            assert again.text == say(BOT_TEXTS, "bot.join_known", language)
            await after(ali, lambda: ali.says("/settings"))
        row = await db.fetchrow("SELECT telegram_id, language, email FROM users")
        assert tuple(row) == (7, language, None)
        assert await db.fetchval("SELECT role FROM members") == "owner"
        for table in (
            "users",
            "telegram_chats",
            "audit_log",
            "job_failures",
            "alert_channels",
            "organisations",
        ):
            assert PHONE[1:] not in str(await db.fetch(f"SELECT t::text FROM {table} t"))


async def test_a_chart_is_brought_as_a_picture_once_a_worker_has_drawn_it(
    database_url: str, server: FakeTelegram
) -> None:
    async with open_database(database_url) as db:
        await goods(db)
        ali = server.person(7, "en")
        async with listening(database_url, server.url):
            await after(ali, lambda: ali.says(f"uzum.uz/product/x-{PRODUCT}"))
            card = ali.seen[-1]
            ali.presses_data(f"p:chart:{PRODUCT}", card)
            await until(lambda: "upload_photo" in ali.actions)
            await db.execute("UPDATE cards SET state = 'done', body = $1, finished_at = now()", PNG)
            await until(lambda: ali.seen[-1].photo)
            assert HOSTILE in ali.seen[-1].text
            await db.execute("DELETE FROM cards")
            ali.presses_data(f"p:chart:{PRODUCT}", card)
            await until(lambda: server.unconfirmed == [])
            while await db.execute("UPDATE cards SET state = 'failed', error = 'failed'") != "UPDATE 1":
                pass
            await until(lambda: "could not be made" in ali.seen[-1].text)
