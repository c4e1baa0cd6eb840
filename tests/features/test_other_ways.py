"""Signing in with passkeys and with Telegram; changing an account's address; letters that carry links; all that is kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from fakes.authenticator import Authenticator
from fakes.telegram_signing import init_data, widget_fields
from fixtures.api import another, running_api
from fixtures.people import PASSWORD, sign_up
from fixtures.post import Postbox, post_office
from ventra.accounts.post import send_waiting
from ventra.infra.db import open_pool, transaction
from ventra.infra.mail import Mail
from ventra.infra.roles import WORKER_ROLE
from ventra.infra.store import WEB_URL, set_installation

SESSION, ACCOUNT = "/api/v1/session", "/api/v1/account"
PASSKEYS = f"{ACCOUNT}/passkeys"
EMAIL = "anvar@dokon.uz"
PAGE = "http://localhost:5173"
BOT = "123456:AAHkzS2_test-test-test-test-test-te"


async def with_passkey(client, device, name="telefon"):
    options = await client.post(f"{PASSKEYS}/options", json={"password": PASSWORD})
    assert options.status_code == 200, options.text
    made = device.create(options.json()["options"])
    added = await client.post(PASSKEYS, json={"credential": made, "name": name})
    assert added.status_code == 201, added.text
    return added.json()["passkey_id"]


async def by_passkey(client, device, **change):
    options = (await client.post(f"{SESSION}/passkey/options")).json()["options"]
    shown = device.get(options)
    return await client.post(f"{SESSION}/passkey", json={"credential": shown, "keep": "body"} | change)


async def test_a_passkey_signs_in_and_is_listed_with_when_it_was_used(api, anyone):
    await sign_up(anyone, EMAIL)
    device = Authenticator(PAGE)
    number = await with_passkey(anyone, device)
    async with another(api) as phone:
        done = await by_passkey(phone, device)
        assert done.status_code == 200
        phone.headers["authorization"] = f"Bearer {done.json()['access_token']}"
        (device_row, *_) = (await phone.get(f"{ACCOUNT}/devices")).json()["items"]
        assert device_row["way"] == "passkey"
    (kept,) = (await anyone.get(PASSKEYS)).json()["items"]
    assert (kept["passkey_id"], kept["name"], kept["used_at"] is not None) == (number, "telefon", True)


async def test_an_answer_of_a_passkey_is_taken_once_and_only_for_our_page(api, anyone):
    await sign_up(anyone, EMAIL)
    device = Authenticator(PAGE)
    await with_passkey(anyone, device)
    async with another(api) as phone:
        options = (await phone.post(f"{SESSION}/passkey/options")).json()["options"]
        shown = {"credential": device.get(options), "keep": "body"}
        assert (await phone.post(f"{SESSION}/passkey", json=shown)).status_code == 200
        again = await phone.post(f"{SESSION}/passkey", json=shown)
        assert (again.status_code, again.json()["key"]) == (401, "error.wrong_sign_in")
        thief = Authenticator("https://ventra.evil", passkeys=device.passkeys)
        assert (await by_passkey(phone, thief)).status_code == 401
        stranger = Authenticator(PAGE)
        stranger.create({"rp": {"id": "localhost"}, "challenge": "AAAA", "user": {"id": "AAAA"}})
        assert (await by_passkey(phone, stranger)).status_code == 401
        junk = await phone.post(
            f"{SESSION}/passkey", json={"credential": {"response": {"clientDataJSON": "%%"}}}
        )
        assert junk.status_code == 401


async def test_a_passkey_made_for_one_account_is_not_added_to_another(api, anyone):
    await sign_up(anyone, EMAIL)
    device = Authenticator(PAGE)
    options = (await anyone.post(f"{PASSKEYS}/options", json={"password": PASSWORD})).json()["options"]
    made = device.create(options)
    async with another(api) as stranger:
        await sign_up(stranger, "stranger@dokon.uz")
        assert (await stranger.post(PASSKEYS, json={"credential": made})).status_code == 400


async def test_adding_a_passkey_takes_the_password(anyone):
    await sign_up(anyone, EMAIL)
    assert (await anyone.post(f"{PASSKEYS}/options", json={})).status_code == 401


async def test_the_only_way_in_is_not_removed(anyone, db):
    await sign_up(anyone, EMAIL)
    number = await with_passkey(anyone, Authenticator(PAGE))
    await db.execute("UPDATE users SET password_hash = NULL WHERE email = $1", EMAIL)
    refused = await anyone.delete(f"{PASSKEYS}/{number}")
    assert (refused.status_code, refused.json()["key"]) == (409, "error.conflict")
    await db.execute("UPDATE users SET password_hash = 'x' WHERE email = $1", EMAIL)
    assert (await anyone.delete(f"{PASSKEYS}/{number}")).status_code == 200
    assert (await anyone.delete(f"{PASSKEYS}/{number}")).status_code == 404
    assert (await anyone.delete(f"{PASSKEYS}/xyz")).status_code == 400


@pytest.fixture
async def with_bot(database_url, redis_url):
    async with running_api(database_url, redis_url, TELEGRAM_BOT_TOKEN=BOT) as client:
        yield client


def signed(kind, *, at=None, telegram_id=77, token=BOT):
    at = int((at or datetime.now(UTC)).timestamp())
    if kind == "widget":
        fields = {"id": telegram_id, "first_name": "Lola", "username": "lola", "auth_date": at}
        return {"widget": widget_fields(token, fields), "keep": "body"}
    user = {"id": telegram_id, "first_name": "Lola", "username": "lola", "language_code": "ru"}
    return {"init_data": init_data(token, user, auth_date=at, query_id="q"), "keep": "body"}


@pytest.mark.parametrize("kind", ["widget", "mini app"])
async def test_whom_telegram_vouches_for_is_signed_in_and_known_the_next_time(with_bot, kind):
    first = await with_bot.post(f"{SESSION}/telegram", json=signed(kind))
    assert first.status_code == 200, first.text
    again = await with_bot.post(f"{SESSION}/telegram", json=signed("widget"))
    assert again.json()["user_id"] == first.json()["user_id"]
    with_bot.headers["authorization"] = f"Bearer {again.json()['access_token']}"
    found = (await with_bot.get(SESSION)).json()
    assert (found["person"]["email"], found["person"]["telegram"], found["role"]) == (None, True, "owner")


@pytest.mark.parametrize("kind", ["widget", "mini app"])
async def test_what_telegram_did_not_sign_just_now_is_refused(with_bot, kind):
    old = signed(kind, at=datetime.now(UTC) - timedelta(minutes=6))
    other = signed(kind, token="654321:BBHkzS2_test-test-test-test-test-te")
    for body in (old, other, {"widget": {"id": "1"}}, {}, signed("widget") | signed("mini app")):
        refused = await with_bot.post(f"{SESSION}/telegram", json=body)
        assert refused.status_code == 400, refused.text


async def test_without_a_bot_nobody_signs_in_with_telegram(anyone):
    assert (await anyone.post(f"{SESSION}/telegram", json=signed("widget"))).status_code == 404


async def test_telegram_is_linked_to_one_account_and_unlinked(with_bot):
    await sign_up(with_bot, EMAIL)
    shown = {"widget": signed("widget")["widget"]}
    assert (await with_bot.put(f"{ACCOUNT}/telegram", json=shown)).status_code == 401, "without the password"
    shown["password"] = PASSWORD
    assert (await with_bot.put(f"{ACCOUNT}/telegram", json=shown)).status_code == 200
    async with another(with_bot) as other:
        await sign_up(other, "other@dokon.uz")
        assert (await other.put(f"{ACCOUNT}/telegram", json=shown)).status_code == 409
        done = await other.post(f"{SESSION}/telegram", json=signed("mini app"))
        assert done.json()["user_id"] == (await with_bot.get(SESSION)).json()["person"]["user_id"]
    assert (await with_bot.post(f"{ACCOUNT}/telegram/off", json={"password": PASSWORD})).status_code == 200
    assert (await with_bot.post(f"{ACCOUNT}/telegram/off", json={"password": PASSWORD})).status_code == 404


class Posted:
    """The letters that a mail server was handed, in their order."""

    def __init__(self, box: Postbox) -> None:
        self.letters = box.letters()

    def to(self) -> set[str]:
        """Where they went."""
        return {str(one["to"]) for one in self.letters}

    def secret(self, to: str) -> str:
        """The secret of the link in the one letter to this address."""
        (letter,) = [one for one in self.letters if one["to"] == to]
        found = re.search(r"#(\S{40,})", letter.get_content())
        assert found is not None
        return found[1]


@pytest.fixture
async def deliver(database_url):
    """Sends what waits, as the worker does, over a mail server of one's own network."""
    pool = await open_pool(database_url, at_most=1, role=WORKER_ROLE)
    async with transaction(pool) as db:
        await set_installation(db, WEB_URL, PAGE)

    async def send() -> Posted:
        box = Postbox()
        async with post_office(box) as port:
            mail = Mail(f"smtp://127.0.0.1:{port}?from=VENTRA%20%3Cno-reply@ventra.example%3E")
            await send_waiting(pool, mail, now=datetime.now(UTC))
        return Posted(box)

    yield send
    await pool.close()


async def test_the_letter_after_signing_up_confirms_the_address(anyone, deliver, db):
    await sign_up(anyone, EMAIL, language="ru")
    posted = await deliver()
    (letter,) = posted.letters
    assert (letter["to"], letter["content-language"]) == (EMAIL, "ru")
    assert f"{PAGE}/verify#" in letter.get_content()
    assert (await anyone.post(f"{ACCOUNT}/verify", json={"secret": posted.secret(EMAIL)})).status_code == 200
    assert (await anyone.get(SESSION)).json()["person"]["email_verified"]
    assert (await deliver()).letters == [], "each letter is sent once"
    kept = str(await db.fetch("SELECT * FROM letters")) + str(await db.fetch("SELECT * FROM one_use_links"))
    assert posted.secret(EMAIL) not in kept


async def test_an_address_changes_once_the_old_and_the_new_have_confirmed(anyone, deliver):
    await sign_up(anyone, EMAIL)
    await deliver()
    new = "yangi@dokon.uz"
    wish = {"email": new, "password": PASSWORD}
    assert (await anyone.post(f"{ACCOUNT}/email", json={"email": new})).status_code == 401
    assert (await anyone.post(f"{ACCOUNT}/email", json=wish)).status_code == 202
    posted = await deliver()
    assert posted.to() == {EMAIL, new}
    confirm = f"{ACCOUNT}/email/confirm"
    assert (await anyone.post(confirm, json={"secret": posted.secret(new)})).json() == {"changed": False}
    assert (await anyone.get(SESSION)).json()["person"]["email"] == EMAIL
    assert (await anyone.post(confirm, json={"secret": posted.secret(EMAIL)})).json() == {"changed": True}
    assert (await anyone.get(SESSION)).json()["person"]["email"] == new
    assert (await anyone.post(confirm, json={"secret": posted.secret(EMAIL)})).status_code == 400


async def test_two_changes_do_not_confirm_each_other(anyone, deliver):
    await sign_up(anyone, EMAIL)
    await deliver()
    for new in ("bir@dokon.uz", "ikki@dokon.uz"):
        await anyone.post(f"{ACCOUNT}/email", json={"email": new, "password": PASSWORD})
        posted = await deliver()
        if new.startswith("bir"):
            first = posted.secret(new)
            await anyone.post(f"{ACCOUNT}/email/confirm", json={"secret": first})
    done = await anyone.post(f"{ACCOUNT}/email/confirm", json={"secret": posted.secret(EMAIL)})
    assert done.json() == {"changed": False}
    assert (await anyone.get(SESSION)).json()["person"]["email"] == EMAIL


async def test_all_that_is_kept_of_a_person_is_theirs_to_take(anyone):
    await sign_up(anyone, EMAIL, name="Anvar")
    await with_passkey(anyone, Authenticator(PAGE))
    kept = (await anyone.get(f"{ACCOUNT}/export")).json()
    assert (kept["person"]["email"], kept["person"]["name"]) == (EMAIL, "Anvar")
    assert [one["deed"] for one in kept["deeds"]] == ["passkey_added", "signed_in", "organisation_made"]
    assert (len(kept["devices"]), len(kept["passkeys"]), len(kept["organisations"])) == (1, 1, 1)
    assert not {"password_hash", "refresh", "public_key", "totp_secret"} & set(
        str(kept).replace("'", " ").split()
    )
