"""A chat is linked to an account and unlinked; letters come to chats where no mail is sent; who is suspended is shut out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import httpx
import pytest

from fakes.telegram import TOKEN, FakeTelegram, Fault, Person
from fixtures.api import another, running_api
from fixtures.bot import answers, listening, until
from fixtures.people import PASSWORD, sign_up
from ventra.core.texts import say
from ventra.infra.store import MAIL, ON, WEB_URL, set_installation
from ventra.services import bot_letters
from ventra.services.chat import linking as bot_talk
from ventra.services.chat.texts import BOT_TEXTS

pytestmark = pytest.mark.once

SESSION, ACCOUNT = "/api/v1/session", "/api/v1/account"
EMAIL, MASKED = "anvar@dokon.uz", "a…@d….uz"
PAGE = "https://ventra.example"


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters are looked for at once."""
    monkeypatch.setattr(bot_letters, "EVERY_SECONDS", 0.05)


@pytest.fixture
async def page(
    database_url: str,
    redis_url: str,
    server: FakeTelegram,
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an api that knows the bot, which listens."""
    async with running_api(database_url, redis_url, TELEGRAM_BOT_TOKEN=TOKEN) as client:
        async with client.app.state.parts.pool.acquire() as db:
            await set_installation(db, WEB_URL, PAGE)
        async with listening(database_url, server.url):
            await until(lambda: server.called("getUpdates"))
            yield client


@asynccontextmanager
async def database(url: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(url)
    yield connection
    await connection.close()


def words(key: str, **facts: str) -> str:
    """What the bot says in English, without its marks."""
    return re.sub(r"</?b>", "", say(BOT_TEXTS, key, "en", **facts))


async def offered(client: httpx.AsyncClient) -> str:
    """What the person says in the chat after following a new link."""
    answer = await client.post(f"{ACCOUNT}/telegram/offer", json={"password": PASSWORD})
    assert answer.status_code == 200, answer.text
    found = re.fullmatch(r"https://t\.me/ventra_preview_bot\?start=([\w-]{43})", answer.json()["address"])
    assert found is not None
    assert "<svg" in answer.json()["qr_svg"]
    return f"/start {found[1]}"


async def linked(client: httpx.AsyncClient, person: Person) -> None:
    """Link a person's chat to the account of a client."""
    person.says(await offered(client))
    await answers(person, 1)
    person.presses(0)
    await until(lambda: person.seen[0].edits == 1)


async def shown(client: httpx.AsyncClient) -> Any:
    return (await client.get(SESSION)).json()["person"]


async def test_the_page_opens_inside_telegram_where_it_is_served_over_https(page, server):
    assert server.menu == {"type": "web_app", "text": "VENTRA", "web_app": {"url": f"{PAGE}/mini"}}


async def test_a_chat_is_linked_by_a_link_that_works_once(page, server):
    await sign_up(page, EMAIL)
    ali = server.person(7, "en")
    said = await offered(page)
    ali.says(said)
    await answers(ali, 1)
    assert ali.seen[0].text == words("bot.link_asked", called=MASKED)
    assert not (await shown(page))["telegram"], "nothing is linked before its person agrees"
    ali.presses(0)
    await until(lambda: ali.seen[0].edits == 1 and not ali.pressed)
    assert ali.seen[0].text == words("bot.link_done", called=MASKED)
    assert ali.seen[0].buttons == []
    assert (await shown(page))["telegram"]
    vali = server.person(8, "en")
    vali.says(said)
    await answers(vali, 1)
    assert vali.seen[0].text == words("bot.link_spent")
    again = await page.post(f"{ACCOUNT}/telegram/offer", json={"password": PASSWORD})
    assert again.status_code == 409
    deeds = (await page.get(f"{ACCOUNT}/export")).json()["deeds"]
    assert [one["deed"] for one in deeds][:2] == ["telegram_linked", "telegram_link_asked"]


async def test_whoever_did_not_begin_it_declines_and_the_link_is_dead(page, server):
    await sign_up(page, EMAIL)
    ali = server.person(7, "en")
    said = await offered(page)
    ali.says(said)
    await answers(ali, 1)
    ali.presses(1)
    await until(lambda: ali.seen[0].edits == 1)
    assert ali.seen[0].text == words("bot.link_declined")
    ali.says(said)
    await answers(ali, 2)
    assert ali.seen[1].text == words("bot.link_spent")
    assert not (await shown(page))["telegram"]


async def test_a_link_takes_the_password_and_a_newer_one_ends_it(page, server):
    await sign_up(page, EMAIL)
    assert (await page.post(f"{ACCOUNT}/telegram/offer", json={"password": "wrong"})).status_code == 401
    older, newer = await offered(page), await offered(page)
    ali = server.person(7, "en")
    ali.says(older)
    await answers(ali, 1)
    assert ali.seen[0].text == words("bot.link_spent")
    ali.says(newer)
    await answers(ali, 2)
    assert ali.seen[1].text == words("bot.link_asked", called=MASKED)


async def test_a_link_that_is_too_old_links_nothing(page, server, database_url):
    await sign_up(page, EMAIL)
    ali = server.person(7, "en")
    ali.says(await offered(page))
    await answers(ali, 1)
    async with database(database_url) as db:
        await db.execute("UPDATE one_use_links SET expires_at = now() - interval '1 second'")
    ali.presses(0)
    await until(lambda: ali.seen[0].edits == 1)
    assert ali.seen[0].text == words("bot.link_spent")
    assert not (await shown(page))["telegram"]


async def test_a_telegram_belongs_to_one_account(page, server):
    await sign_up(page, EMAIL)
    ali = server.person(7, "en")
    await linked(page, ali)
    async with another(page) as other:
        await sign_up(other, "other@dokon.uz")
        ali.says(await offered(other))
        await answers(ali, 2)
        assert ali.seen[1].text == words("bot.link_taken")
        assert not (await shown(other))["telegram"]


async def test_who_tries_many_links_is_told_to_wait(page, server):
    mallory = server.person(66, "en")
    for n in range(bot_talk.TRIES + 1):
        mallory.says(f"/start {n:043d}")
    await answers(mallory, bot_talk.TRIES + 1)
    assert [one.text for one in mallory.seen] == [words("bot.link_spent")] * bot_talk.TRIES + [
        words("bot.too_often")
    ]


async def test_a_chat_says_whose_it_is_and_is_unlinked_in_it(page, server):
    await sign_up(page, EMAIL)
    ali = server.person(7, "en")
    ali.says("/account")
    await answers(ali, 1)
    assert ali.seen[0].text.startswith(words("bot.not_linked"))
    ali.says(await offered(page))
    await answers(ali, 2)
    ali.presses(0)
    await until(lambda: ali.seen[1].edits == 1)
    ali.says("/account")
    await answers(ali, 3)
    assert ali.seen[2].text == words("bot.linked", called=MASKED)
    ali.presses(0)
    await until(lambda: ali.seen[2].edits == 1)
    assert ali.seen[2].text == words("bot.unlink_asked", called=MASKED)
    ali.presses(1)
    await until(lambda: ali.seen[2].edits == 2)
    assert ali.seen[2].text == words("bot.linked", called=MASKED)
    assert (await shown(page))["telegram"]
    ali.presses(0)
    await until(lambda: ali.seen[2].edits == 3)
    ali.presses(0)
    await until(lambda: ali.seen[2].edits == 4)
    assert ali.seen[2].text == words("bot.unlinked")
    assert not (await shown(page))["telegram"]


async def test_the_only_way_in_is_not_unlinked_in_the_chat(page, server, database_url):
    await sign_up(page, EMAIL)
    ali = server.person(7, "en")
    await linked(page, ali)
    async with database(database_url) as db:
        await db.execute("UPDATE users SET password_hash = NULL")
    ali.presses_data(bot_talk.UNLINK_YES, ali.seen[0])
    await until(lambda: ali.seen[0].edits == 2)
    assert ali.seen[0].text == words("bot.only_way")


async def test_who_is_suspended_is_served_nothing_and_gets_no_letter(page, server, database_url):
    await sign_up(page, EMAIL)
    ali = server.person(7, "en")
    await linked(page, ali)
    await page.post(f"{ACCOUNT}/reset", json={"email": EMAIL})
    async with database(database_url) as db:
        await db.execute("UPDATE users SET suspended_at = now()")
    count = len(ali.seen)
    for said in ("/start", "/account", "/language", "hello"):
        ali.says(said)
    await answers(ali, count + 4)
    assert {one.text for one in ali.seen[count:] if "reset#" not in one.text} == {words("bot.suspended")}
    async with database(database_url) as db:
        await db.execute("UPDATE letters SET sent_at = NULL, leased_until = NULL, tries = 0")
    sent = len([one for one in ali.seen if "reset#" in one.text])
    ali.says("hello")
    await answers(ali, len(ali.seen) + 1)
    assert len([one for one in ali.seen if "reset#" in one.text]) == sent


def secret_in(person: Person, page_of: str) -> str:
    """The secret of the newest link to a page that the bot brought."""
    found = [
        link[1] for one in person.seen if (link := re.search(rf"{PAGE}/{page_of}#([\w-]{{43}})", one.text))
    ]
    return found[-1]


def brought(person: Person, page_of: str) -> bool:
    return any(f"{PAGE}/{page_of}#" in one.text for one in person.seen)


async def test_a_lost_password_is_mended_over_the_chat(page, server):
    await sign_up(page, EMAIL, language="en")
    ali = server.person(7, "en")
    await linked(page, ali)
    assert (await page.get(f"{SESSION}/ways")).json() == {
        "telegram": {"bot_id": int(TOKEN.split(":")[0]), "username": "ventra_preview_bot"},
        "letters": "telegram",
    }
    await page.post(f"{ACCOUNT}/reset", json={"email": EMAIL})
    await until(lambda: brought(ali, "reset"))
    new = "a-new-and-long-password"
    done = await page.post(
        f"{ACCOUNT}/reset/confirm", json={"secret": secret_in(ali, "reset"), "password": new}
    )
    assert done.status_code == 200, done.text
    async with another(page) as phone:
        signed = await phone.post(SESSION, json={"email": EMAIL, "password": new, "keep": "body"})
        assert signed.status_code == 200
        phone.headers["authorization"] = f"Bearer {signed.json()['access_token']}"
        assert not (await shown(phone))["email_verified"], "a chat shows nothing of the address"


async def test_an_address_is_changed_over_the_chat_and_is_not_called_confirmed(page, server):
    await sign_up(page, EMAIL)
    ali = server.person(7, "en")
    await linked(page, ali)
    wish = {"email": "new@dokon.uz", "password": PASSWORD}
    assert (await page.post(f"{ACCOUNT}/email", json=wish)).status_code == 202
    await until(lambda: sum("/confirm-email#" in one.text for one in ali.seen) == 2)
    links = [
        link[1]
        for one in ali.seen
        if (link := re.search(r"/confirm-email#([\w-]{43})", one.text)) is not None
    ]
    done = [await page.post(f"{ACCOUNT}/email/confirm", json={"secret": one}) for one in links]
    assert [one.json()["changed"] for one in done] == [False, True]
    person = await shown(page)
    assert (person["email"], person["email_verified"]) == ("new@dokon.uz", False)


async def test_where_mail_is_sent_the_chat_gets_no_letters(page, server, database_url):
    await sign_up(page, EMAIL)
    ali = server.person(7, "en")
    await linked(page, ali)
    async with database(database_url) as db:
        await set_installation(db, MAIL, ON)
    await page.post(f"{ACCOUNT}/reset", json={"email": EMAIL})
    ali.says("/help")
    await answers(ali, 2)
    assert not brought(ali, "reset")
    assert (await page.get(f"{SESSION}/ways")).json()["letters"] == "mail"


async def test_a_chat_closed_to_us_is_noted_and_others_get_theirs(page, server, database_url):
    await sign_up(page, EMAIL)
    ali, vali = server.person(7, "en"), server.person(8, "en")
    await linked(page, ali)
    server.fail("sendMessage", Fault(403))
    await page.post(f"{ACCOUNT}/reset", json={"email": EMAIL})
    async with database(database_url) as db:
        await until_noted(db, "closed")
    async with another(page) as other:
        await sign_up(other, "vali@dokon.uz")
        await linked(other, vali)
        server.fail("sendMessage", Fault(429, retry_after=1))
        server.fail("sendMessage", Fault(500))
        await other.post(f"{ACCOUNT}/reset", json={"email": "vali@dokon.uz"})
        await until(lambda: brought(vali, "reset"))


async def until_noted(db: Any, word: str) -> None:
    """Wait until a letter's error holds a word; it is not tried again."""
    async with asyncio.timeout(10):
        while not (
            noted := await db.fetch(
                "SELECT error, expires_at <= now() AS over FROM letters WHERE error <> ''"
            )
        ):
            await asyncio.sleep(0.05)
    assert word in noted[0]["error"]
    assert noted[0]["over"]


async def test_without_a_bot_no_chat_is_linked(anyone):
    await sign_up(anyone, EMAIL)
    refused = await anyone.post(f"{ACCOUNT}/telegram/offer", json={"password": PASSWORD})
    assert refused.status_code == 404
    assert (await anyone.get(f"{SESSION}/ways")).json() == {"telegram": None, "letters": "none"}
