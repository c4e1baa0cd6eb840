"""Every command and button of the bot, in each language, over the real wire."""

from __future__ import annotations

import re

import pytest

from fakes.telegram import FakeTelegram, Person
from fixtures.bot import listening, until
from fixtures.chats import (
    FOREIGN,
    HOSTILE,
    PAGE,
    PRODUCT,
    RIVAL,
    after,
    alert,
    goods,
    member,
    open_database,
    tracks,
)
from ventra.core.texts import LANGUAGES, say
from ventra.infra import store
from ventra.services.chat import answering, lists, talk
from ventra.services.chat.alert_texts import ALERT_TEXTS, NAMES
from ventra.services.chat.card_texts import CARD_TEXTS
from ventra.services.chat.list_texts import LIST_TEXTS
from ventra.services.chat.number_texts import NUMBER_TEXTS
from ventra.services.chat.settings_texts import SETTINGS_TEXTS
from ventra.services.chat.texts import BOT_TEXTS
from ventra.simulator.telegram_html import plain

pytestmark = pytest.mark.once

OWN = ("/today", "/rivals", "/stock", "/alerts", "/digest", "/settings")
PUBLIC = ("/top", "/rising", "/find choynak", "/help", "/start", "/account", "/language")
BOOKS = (ALERT_TEXTS, NAMES, CARD_TEXTS, LIST_TEXTS, NUMBER_TEXTS, SETTINGS_TEXTS, BOT_TEXTS)


def button(person: Person, data: str) -> None:
    """Press a button that sends this, under whichever message has it."""
    shown = next((one for one in reversed(person.seen) if any(sent == data for _, sent in one.buttons)), None)
    assert shown is not None, (data, [(one.text[:40], one.buttons) for one in person.seen])
    person.presses_data(data, shown)


def whole(person: Person) -> None:
    """Nothing that was said is half a text."""
    for shown in person.seen:
        assert "{" not in shown.html, shown.html
        assert "<b>A &" not in shown.html, shown.html
        assert all(words and "{" not in words for words, _ in shown.buttons)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_command_and_button_is_answered_in_ones_language(
    database_url: str, server: FakeTelegram, language: str
) -> None:
    async with open_database(database_url) as db:
        await goods(db)
        org_id = await member(db, 7)
        await tracks(db, org_id, PRODUCT, "mine")
        await tracks(db, org_id, RIVAL, "rival")
        number = await alert(db, org_id)
        await store.set_installation(db, store.WEB_URL, PAGE)
        await store.choose_language(db, 7, language)
        ali, said = server.person(7, "en"), {}
        async with listening(database_url, server.url):
            for command in (*OWN, *PUBLIC):
                said[command] = (await after(ali, lambda c=command: ali.says(c))).text
            for command in ("/today", "/stock", "/alerts", "/top", "/digest"):
                assert HOSTILE in said[command], command
            assert "Choynak" in said["/rivals"]
            assert HOSTILE not in said["/rivals"]
            assert "25 (23–28) ●" in said["/top"]
            shown = await after(ali, lambda: ali.says(f"https://uzum.uz/ru/product/a-b-{PRODUCT}?skuId=1"))
            assert f"{PAGE}/p/{PRODUCT}?range=7" in shown.html
            for data in (f"p:untrack:{PRODUCT}", f"p:track:{PRODUCT}"):
                await after(ali, lambda d=data: button(ali, d))
            assert len(ali.notices) == 2
            for data in (
                f"a:one:{number}", f"a:why:{number}", f"a:snooze:{number}", f"a:unmute:{number}", f"a:limit:{number}",
                f"a:set:{number}:10", f"a:set:{number}:5", f"a:stop:{number}", f"a:mute:{number}", f"a:unmute:{number}",
                f"a:stop:{number}", f"a:off:{number}", f"a:on:{number}",
            ):  # fmt: skip
                told = (await after(ali, lambda d=data: button(ali, d))).text
                if data.startswith(("a:why", "a:one")):
                    assert HOSTILE in told
            for data in (
                "s:quiet",
                "s:quiet:22-8",
                "s:digest",
                "s:digest:8",
                "s:week",
                "s:week:0",
                "s:quiet",
                "s:back",
            ):
                told = (await after(ali, lambda d=data: button(ali, d))).text
            assert "22:00–08:00" in told
            assert "08:00" in told
            assert "{" not in "".join(ali.notices)
            row = await db.fetchrow(
                "SELECT quiet_from, quiet_to, digest_at, digest_weekday FROM alert_channels"
            )
            assert tuple(row) == (1320, 480, 480, 0)
            assert await db.fetchval(
                "SELECT enabled AND limits[1] = 5 FROM alert_rules WHERE name = '<rule>'"
            )
        whole(ali)
    if language != "en":
        assert not [one.text for one in ali.seen if "Selling most" in one.text]


async def test_who_is_not_linked_gets_what_is_public_and_a_way_in(
    database_url: str, server: FakeTelegram
) -> None:
    async with open_database(database_url) as db:
        await goods(db)
        ali = server.person(7, "en")
        async with listening(database_url, server.url):
            for command in OWN:
                shown = await after(ali, lambda c=command: ali.says(c))
                assert shown.text == say(BOT_TEXTS, "bot.for_linked", "en")
            assert HOSTILE in (await after(ali, lambda: ali.says("/top"))).text
            card = await after(ali, lambda: ali.shows(f"look uzum.uz/product/x-{PRODUCT}."))
            assert HOSTILE in card.text
            assert not [sent for _, sent in card.buttons if "track" in sent]
            unknown = await after(ali, lambda: ali.says("https://uzum.uz/product/x-555"))
            assert "/account" in unknown.text
            ali.presses_data(f"p:track:{PRODUCT}", card)
            await until(lambda: not ali.pressed)
            assert ali.notices == [say(BOT_TEXTS, "bot.old_button", "en")]
        assert await db.fetchval("SELECT count(*) FROM trackers") == 0


async def test_a_link_of_every_kind_leads_somewhere(database_url: str, server: FakeTelegram) -> None:
    async with open_database(database_url) as db:
        await goods(db)
        await member(db, 7)
        await store.set_installation(db, store.WEB_URL, PAGE)
        ali = server.person(7, "en")
        async with listening(database_url, server.url):
            for text in (
                f"{PAGE}/p/{FOREIGN}?range=28",
                f"see https://m.uzum.uz/uz/product/p-{FOREIGN}?skuId=5)",
            ):
                assert "Piyola" in (await after(ali, lambda t=text: ali.says(t))).text
            shop = await after(ali, lambda: ali.says("https://uzum.uz/ru/shop/lavido"))
            assert shop.text.startswith("Lavido <i>")
            nobody = await after(ali, lambda: ali.says("https://uzum.uz/seller/nobody"))
            assert "nobody" in nobody.text
            wrong = await after(ali, lambda: ali.says("https://uzum.uz/about"))
            assert wrong.text == say(CARD_TEXTS, "no_such_link", "en")
            new = await after(ali, lambda: ali.says("https://uzum.uz/product/x-555"))
            assert "555" in new.text
            assert new.buttons[0][1] == f"{lists.CARD}555"
        assert await db.fetchval("SELECT org_id FROM trackers WHERE product_id = 555") == 0, (
            "looked at for a while"
        )


async def test_another_tenants_alerts_and_forged_buttons_open_nothing(
    database_url: str, server: FakeTelegram
) -> None:
    async with open_database(database_url) as db:
        await goods(db)
        ours, theirs = await member(db, 7), await member(db, 8)
        await member(db, 6, role="viewer", org_id=theirs)
        await tracks(db, ours, RIVAL)
        number = await alert(db, theirs)
        ali, viewer = server.person(7, "en"), server.person(6, "en")
        async with listening(database_url, server.url):
            shown = await after(ali, lambda: ali.says("/start"))
            count = len(ali.seen)
            forged = [
                *(f"a:{deed}:{number}" for deed in ("one", "why", "snooze", "limit", "stop", "mute", "off", "set")),
                f"a:set:{number}:1", "a:why:999999", "a:why:x", "a:why:", "a::1", "a:why:1' OR 1=1", "s:quiet:99", "s:x", "p:",
                "p:track:0", "p:track:-1", "p:track:99999999999999999", "p:track:555", "x", "a:why:²",
            ]  # fmt: skip
            for n, data in enumerate(forged, 1):
                ali.presses_data(data, shown)
                await until(lambda n=n: not ali.pressed and len(ali.notices) == n)
            assert len(ali.seen) == count
            assert shown.edits == 0
            assert HOSTILE not in "".join(ali.notices)
            listed = await after(ali, lambda: ali.says("/alerts"))
            assert HOSTILE not in listed.text
            mine = await after(viewer, lambda: viewer.says("/alerts"))
            assert HOSTILE in mine.text
            viewer.presses_data(f"a:off:{number}", mine)
            await until(lambda: len(viewer.notices) == 1)
        assert await db.fetchval("SELECT bool_and(enabled) FROM alert_rules WHERE name = '<rule>'")
        assert await db.fetchval("SELECT count(*) FROM alert_mutes") == 0


async def test_whoever_asks_too_often_is_told_once(
    database_url: str, server: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talk, "MOST_SAID", 3)
    ali, vali = server.person(7, "ru"), server.person(8, "ru")
    async with listening(database_url, server.url):
        for _ in range(6):
            ali.says("/help")
        await after(vali, lambda: vali.says("/help"))
    assert len(ali.seen) == 4
    assert re.fullmatch(r"Слишком часто\. Продолжите через \d+ с\.", ali.seen[3].text)


async def test_what_takes_long_shows_that_somebody_types(
    database_url: str, server: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "TYPING_AFTER_SECONDS", 0.05)
    ali = server.person(7, "en")
    async with open_database(database_url) as db, listening(database_url, server.url):
        async with db.transaction():
            await db.execute("LOCK TABLE products")
            ali.says("/top")
            await until(lambda: ali.actions == ["typing"])
            assert ali.seen == []
        await until(lambda: ali.seen)


async def test_a_failure_of_ours_is_said_and_noted(
    database_url: str, server: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    ali = server.person(7, "ru")
    async with open_database(database_url) as db, listening(database_url, server.url):
        await db.execute("ALTER TABLE products RENAME TO products_away")
        shown = await after(ali, lambda: ali.says("/top"))
        await db.execute("ALTER TABLE products_away RENAME TO products")
        assert shown.text.startswith("Неожиданная ошибка")
        await after(ali, lambda: ali.says("/help"))
        assert await db.fetchval("SELECT count(*) FROM job_failures") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_and_telegram_takes_it(language: str) -> None:
    for book in BOOKS:
        for key in book:
            assert plain(say(book, key, language, title="x", n=1, query="q", name="n"))
