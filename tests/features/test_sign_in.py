"""Signing up, in and out; sessions that are renewed, ended, stolen; second factors; lost passwords."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import jwt
import pyotp
import pytest

from fixtures.api import another
from fixtures.people import PASSWORD, person, sign_up, token
from ventra.accounts import operators
from ventra.infra.db import transaction
from ventra.infra.roles import GATE_ROLE

ACCOUNT, SESSION, REFRESH = "/api/v1/account", "/api/v1/session", "/api/v1/session/refresh"
DEVICES, APP = "/api/v1/account/devices", "/api/v1/account/app"
EMAIL = "anvar@dokon.uz"


async def signed_in(client, **more):
    return await client.post(SESSION, json={"email": EMAIL, "password": PASSWORD, "keep": "body", **more})


def bears(client, answer):
    client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"


async def test_who_signs_up_is_signed_in_and_owns_an_organisation(anyone):
    await sign_up(anyone, "  Anvar@DOKON.uz ", name="Anvar", language="uz")
    found = (await anyone.get(SESSION)).json()
    assert (found["person"]["email"], found["person"]["name"]) == (EMAIL, "Anvar")
    assert (found["role"], [one["name"] for one in found["organisations"]]) == ("owner", ["Anvar"])
    assert not found["person"]["operator"], "nobody becomes an operator by signing up"
    assert found["org_id"] != 1, "the first organisation is the operator's"


async def test_an_address_signs_up_once(anyone):
    await sign_up(anyone, EMAIL)
    again = await anyone.post(ACCOUNT, json={"email": EMAIL.upper(), "password": PASSWORD})
    assert (again.status_code, again.json()["key"]) == (409, "error.conflict")


@pytest.mark.parametrize("password", ["short", "1234567890", "password12", EMAIL, "qwertyuiop"])
async def test_a_password_that_is_guessed_first_is_refused_with_its_field(anyone, password):
    answer = await anyone.post(ACCOUNT, json={"email": EMAIL, "password": password})
    assert (answer.status_code, answer.json()["field"]) == (400, "password")


async def test_a_wrong_password_and_an_unknown_address_are_told_alike(anyone):
    await sign_up(anyone, EMAIL)
    wrong = await anyone.post(SESSION, json={"email": EMAIL, "password": "not-this-one-at-all"})
    unknown = await anyone.post(SESSION, json={"email": "nobody@dokon.uz", "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 401
    assert {key: wrong.json()[key] for key in ("key", "detail", "title")} == {
        key: unknown.json()[key] for key in ("key", "detail", "title")
    }


async def test_a_page_gets_cookies_that_no_script_reads_and_proves_itself_with_changes(api):
    async with another(api) as page:
        answer = await page.post(ACCOUNT, json={"email": EMAIL, "password": PASSWORD})
        assert answer.json()["access_token"] is None
        cookies = answer.headers.get_list("set-cookie")
        assert all("HttpOnly" in one and "SameSite" in one for one in cookies)
        assert [
            one
            for one in cookies
            if "Path=/api/v1/session;" in one.replace("path", "Path") and "strict" in one.lower()
        ]
        assert (await page.get(SESSION)).json()["person"]["email"] == EMAIL
        bare = await page.patch(ACCOUNT, json={"name": "A"})
        assert (bare.status_code, bare.json()["key"]) == (403, "error.not_allowed")
        proof = {"x-page-proof": answer.json()["page_proof"]}
        assert (await page.patch(ACCOUNT, json={"name": "A"}, headers=proof)).status_code == 200
        other = {"x-page-proof": "0" * 64}
        assert (await page.patch(ACCOUNT, json={"name": "B"}, headers=other)).status_code == 403
        assert (await page.delete(SESSION, headers=proof)).status_code == 200
        assert (await page.get(SESSION)).json()["person"] is None


async def test_in_production_cookies_travel_over_https_alone(database_url, redis_url):
    from fixtures.api import running_api

    async with running_api(
        database_url, redis_url, NODE_ENV="production", WEB_URL="https://ventra.example"
    ) as page:
        answer = await page.post(ACCOUNT, json={"email": EMAIL, "password": PASSWORD})
        names = [one.split("=")[0] for one in answer.headers.get_list("set-cookie")]
        assert names == ["__Host-ventra_access", "__Secure-ventra_refresh", "__Host-ventra_device"]
        assert all("Secure" in one for one in answer.headers.get_list("set-cookie"))


async def test_a_refresh_token_works_once_and_an_old_one_ends_the_session(anyone):
    first = await sign_up(anyone, EMAIL)
    second = await anyone.post(REFRESH, json={"refresh_token": first["refresh_token"]})
    assert second.status_code == 200
    stolen = await anyone.post(REFRESH, json={"refresh_token": first["refresh_token"]})
    assert stolen.status_code == 401
    newest = await anyone.post(REFRESH, json={"refresh_token": second.json()["refresh_token"]})
    assert newest.status_code == 401, "the thief's and the owner's end alike"
    assert (await anyone.get(SESSION)).status_code == 401, "its access token, too"


async def test_of_two_who_refresh_at_once_one_succeeds(anyone):
    first = await sign_up(anyone, EMAIL)
    both = await asyncio.gather(
        *(anyone.post(REFRESH, json={"refresh_token": first["refresh_token"]}) for _ in range(2))
    )
    assert sorted(one.status_code for one in both) == [200, 401]


async def test_a_session_ends_with_its_life(anyone, db):
    first = await sign_up(anyone, EMAIL)
    await db.execute("UPDATE sessions SET expires_at = now()")
    assert (await anyone.post(REFRESH, json={"refresh_token": first["refresh_token"]})).status_code == 401
    assert (await anyone.get(DEVICES)).status_code == 401


async def test_devices_are_listed_and_signed_out_there(api, anyone):
    await sign_up(anyone, EMAIL)
    async with another(api) as phone:
        bears(phone, await signed_in(phone))
        listed = (await anyone.get(DEVICES)).json()["items"]
        assert len(listed) == 2
        (there,) = [one["session_id"] for one in listed if not one["here"]]
        assert (await anyone.delete(f"{DEVICES}/{there}")).json() == {"ended": 1}
        assert (await phone.get(DEVICES)).status_code == 401
    assert (await anyone.get(DEVICES)).status_code == 200


async def test_nobody_signs_another_persons_device_out(api, anyone):
    await sign_up(anyone, EMAIL)
    async with another(api) as stranger:
        await sign_up(stranger, "stranger@dokon.uz")
        (theirs,) = (await anyone.get(DEVICES)).json()["items"]
        assert (await stranger.delete(f"{DEVICES}/{theirs['session_id']}")).status_code == 404
    assert (await anyone.get(DEVICES)).status_code == 200


async def test_a_new_password_ends_the_others_and_this_session_stays(api, anyone):
    await sign_up(anyone, EMAIL)
    async with another(api) as phone:
        bears(phone, await signed_in(phone))
        fresh = "yangi-parol-juda-uzun-9"
        refused = await anyone.put(
            f"{ACCOUNT}/password", json={"password": fresh, "current": "wrong-one-here"}
        )
        assert refused.status_code == 401
        done = await anyone.put(f"{ACCOUNT}/password", json={"password": fresh, "current": PASSWORD})
        assert done.json() == {"ended": 1}
        assert (await phone.get(DEVICES)).status_code == 401
        assert (await anyone.get(DEVICES)).status_code == 200
        assert (await signed_in(phone)).status_code == 401
        assert (await signed_in(phone, password=fresh)).status_code == 200


async def with_codes(client):
    """Switch codes on; the app's secret and the recovery codes."""
    offered = (await client.post(APP, json={"password": PASSWORD})).json()
    assert offered["qr_svg"].startswith("<svg")
    totp = pyotp.TOTP(offered["secret"])
    confirmed = await client.put(APP, json={"code": totp.at(datetime.now(UTC) - timedelta(seconds=30))})
    assert confirmed.status_code == 200, confirmed.text
    return totp, confirmed.json()["codes"]


async def test_with_codes_on_a_password_is_not_enough_and_each_code_works_once(anyone):
    await sign_up(anyone, EMAIL)
    totp, codes = await with_codes(anyone)
    bare = await signed_in(anyone)
    assert (bare.status_code, bare.json()["key"]) == (401, "error.code_needed")
    wrong = await signed_in(anyone, code="000000")
    assert (wrong.status_code, wrong.json()["key"]) == (401, "error.wrong_sign_in")
    code = totp.now()
    assert (await signed_in(anyone, code=code)).status_code == 200
    assert (await signed_in(anyone, code=code)).status_code == 401, "a code that was seen over a shoulder"
    assert (await signed_in(anyone, code=codes[0])).status_code == 200
    assert (await signed_in(anyone, code=codes[0])).status_code == 401
    assert (await anyone.get(SESSION)).json()["person"]["recovery_codes_left"] == 9


async def test_codes_are_switched_off_with_a_code_alone(anyone):
    await sign_up(anyone, EMAIL)
    _, codes = await with_codes(anyone)
    assert (await anyone.post(f"{APP}/off", json={"password": PASSWORD})).status_code == 401
    assert (await anyone.post(f"{APP}/off", json={"password": PASSWORD, "code": codes[1]})).status_code == 200
    assert (await signed_in(anyone)).status_code == 200


async def test_a_secret_is_sealed_where_it_lies(anyone, db):
    await sign_up(anyone, EMAIL)
    totp, _ = await with_codes(anyone)
    assert totp.secret.encode() not in await db.fetchval(
        "SELECT totp_secret FROM users WHERE email = $1", EMAIL
    )


async def test_a_lost_password_is_replaced_by_a_link_that_works_once(api, anyone, db):
    await sign_up(anyone, EMAIL)
    for email in (EMAIL, "nobody@dokon.uz"):
        assert (await anyone.post(f"{ACCOUNT}/reset", json={"email": email})).json() == {"done": True}
    assert await db.fetch("SELECT kind, email FROM letters WHERE kind = 'reset'") == [("reset", EMAIL)]
    async with transaction(api.app.state.parts.pool, role=GATE_ROLE) as gate:
        secret = await operators.link(gate, EMAIL, "reset", datetime.now(UTC))
    fresh = "boshqa-uzun-parol-77"
    body = {"secret": secret, "password": fresh}
    assert (await anyone.post(f"{ACCOUNT}/reset/confirm", json=body)).status_code == 200
    assert (await anyone.get(DEVICES)).status_code == 401, "every session has ended"
    spent = await anyone.post(f"{ACCOUNT}/reset/confirm", json=body)
    assert (spent.status_code, spent.json()["key"]) == (400, "error.link_spent")
    assert (await signed_in(anyone, password=fresh)).status_code == 200
    assert secret.encode() not in b"".join(await db.fetchval("SELECT array_agg(digest) FROM one_use_links"))


async def test_a_link_is_good_for_a_quarter_of_an_hour_and_only_the_newest(api, anyone, db):
    await sign_up(anyone, EMAIL)
    async with transaction(api.app.state.parts.pool, role=GATE_ROLE) as gate:
        old = await operators.link(gate, EMAIL, "verify", datetime.now(UTC))
        late = await operators.link(gate, EMAIL, "reset", datetime.now(UTC) - timedelta(minutes=16))
        new = await operators.link(gate, EMAIL, "verify", datetime.now(UTC))
    assert (await anyone.post(f"{ACCOUNT}/verify", json={"secret": old})).status_code == 400
    assert (
        await anyone.post(f"{ACCOUNT}/reset/confirm", json={"secret": late, "password": "uzun-parol-uzun"})
    ).status_code == 400
    assert (await anyone.post(f"{ACCOUNT}/verify", json={"secret": new})).status_code == 200
    assert (await anyone.get(SESSION)).json()["person"]["email_verified"]


async def test_who_guesses_is_slowed_down_where_he_is_and_the_owner_elsewhere_is_not(database_url, redis_url):
    from fixtures.api import running_api

    async with running_api(database_url, redis_url, TRUSTED_PROXY_HOPS="1") as client:
        await sign_up(client, EMAIL)
        guesser = {"x-forwarded-for": "203.0.113.7"}
        statuses = [
            (
                await client.post(
                    SESSION, json={"email": EMAIL, "password": f"guess-{n}-guess"}, headers=guesser
                )
            )
            for n in range(12)
        ]
        assert statuses[0].status_code == 401
        assert statuses[-1].status_code == 429
        assert int(statuses[-1].headers["retry-after"]) > 0
        right = {"email": EMAIL, "password": PASSWORD}
        assert (await client.post(SESSION, json=right, headers=guesser)).status_code == 429
        elsewhere = {"x-forwarded-for": "198.51.100.9"}
        assert (await client.post(SESSION, json=right, headers=elsewhere)).status_code == 200


async def test_a_made_up_forwarded_for_gets_round_nothing(database_url, redis_url):
    from fixtures.api import running_api

    async with running_api(database_url, redis_url) as client:
        for n in range(12):
            last = await client.post(
                SESSION,
                json={"email": EMAIL, "password": f"guess-{n}-guess"},
                headers={"x-forwarded-for": f"203.0.113.{n}"},
            )
        assert last.status_code == 429


async def test_who_signs_in_rightly_again_and_again_is_not_slowed_down(anyone):
    await sign_up(anyone, EMAIL)
    assert {(await signed_in(anyone)).status_code for _ in range(12)} == {200}


async def test_without_redis_nobody_signs_in_and_everybody_reads(database_url):
    from fixtures.api import running_api

    async with running_api(database_url, "redis://127.0.0.1:1/0", READS_PER_MINUTE="1") as client:
        closed = await client.post(SESSION, json={"email": EMAIL, "password": PASSWORD})
        assert (closed.status_code, closed.json()["key"]) == (503, "error.unavailable")
        assert int(closed.headers["retry-after"]) > 0
        assert {(await client.get("/api/v1/products")).status_code for _ in range(5)} == {200}


async def test_reading_is_limited_by_address_and_says_when_to_come_back(database_url, redis_url):
    from fixtures.api import running_api

    async with running_api(database_url, redis_url, READS_PER_MINUTE="10") as client:
        answers = [await client.get("/api/v1/products") for _ in range(20)]
        assert (answers[0].status_code, answers[-1].status_code) == (200, 429)
        assert int(answers[-1].headers["retry-after"]) > 0
        assert (await client.get("/api/v1/health")).status_code == 200, "a platform's probe is not counted"
        client.headers["authorization"] = f"Bearer vtr_{'x' * 8}_{'x' * 43}"
        made_up = await client.get("/api/v1/products")
        assert made_up.status_code == 401, "what only looks like a key reads nothing beyond the limit"


@pytest.mark.parametrize("kind", ["expired", "forged", "none", "garbage", "other key", "endless"])
async def test_a_token_that_is_not_good_opens_nothing(api, kind):
    user_id = await person(api, EMAIL)
    good = (await token(api, user_id)).access
    claims = jwt.decode(good, options={"verify_signature": False})
    now = int(datetime.now(UTC).timestamp())
    bad = {
        "expired": jwt.encode(claims | {"exp": now - 1}, "x" * 32, algorithm="HS256"),
        "forged": good[:-4] + ("AAAA" if good[-4:] != "AAAA" else "BBBB"),
        "none": jwt.encode(claims, None, algorithm="none"),
        "garbage": "x" * 500,
        "other key": jwt.encode(claims, "y" * 32, algorithm="HS256"),
        "endless": jwt.encode({k: v for k, v in claims.items() if k != "exp"}, "x" * 32, algorithm="HS256"),
    }[kind]
    async with another(api) as client:
        client.headers["authorization"] = f"Bearer {good}"
        assert (await client.get(DEVICES)).status_code == 200
        client.headers["authorization"] = f"Bearer {bad}"
        for path in (DEVICES, SESSION, "/api/v1/products"):
            answer = await client.get(path)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_a_key_of_before_is_believed_for_one_access_life(database_url, redis_url):
    from fixtures.api import running_api

    async with running_api(database_url, redis_url, JWT_SECRET="a" * 32) as before:
        first = await sign_up(before, EMAIL)
    async with running_api(database_url, redis_url, JWT_SECRET="b" * 32, JWT_SECRET_OLD="a" * 32) as after:
        after.headers["authorization"] = f"Bearer {first['access_token']}"
        assert (await after.get(DEVICES)).status_code == 200
    async with running_api(database_url, redis_url, JWT_SECRET="b" * 32) as later:
        later.headers["authorization"] = f"Bearer {first['access_token']}"
        assert (await later.get(DEVICES)).status_code == 401
        renewed = await later.post(REFRESH, json={"refresh_token": first["refresh_token"]})
        assert renewed.status_code == 200, "sessions outlive the key"


async def test_who_is_suspended_is_out_at_once_and_in_again_when_let_in(api, anyone):
    await sign_up(anyone, EMAIL)
    pool, now = api.app.state.parts.pool, datetime.now(UTC)
    async with transaction(pool, role=GATE_ROLE) as db:
        await operators.suspend(db, EMAIL, True, now)
    assert (await anyone.get(DEVICES)).status_code == 401
    assert (await signed_in(anyone)).status_code == 403
    async with transaction(pool, role=GATE_ROLE) as db:
        await operators.suspend(db, EMAIL, False, now)
    assert (await signed_in(anyone)).status_code == 200


async def test_an_account_is_deleted_with_what_was_only_theirs(anyone, db):
    await sign_up(anyone, EMAIL)
    assert (await anyone.post(f"{ACCOUNT}/delete", json={"password": "not-it-at-all"})).status_code == 401
    assert (await anyone.post(f"{ACCOUNT}/delete", json={"password": PASSWORD})).status_code == 200
    assert await db.fetchval("SELECT count(*) FROM users WHERE email = $1", EMAIL) == 0
    assert await db.fetchval("SELECT count(*) FROM organisations WHERE org_id <> 1") == 0
    assert (await signed_in(anyone)).status_code == 401


async def test_language_and_theme_go_with_the_account(api, anyone):
    await sign_up(anyone, EMAIL, language="ru")

    async def chosen(client):
        person = (await client.get(SESSION)).json()["person"]
        return person["language"], person["theme"], person["name"]

    assert await chosen(anyone) == ("ru", None, "")
    assert (await anyone.patch("/api/v1/account", json={"theme": "dark"})).status_code == 200
    assert (await anyone.patch("/api/v1/account", json={"language": "uz-Cyrl"})).status_code == 200
    assert (await anyone.patch("/api/v1/account", json={"name": "Anvar"})).status_code == 200
    async with another(api) as phone:
        phone.headers["authorization"] = f"Bearer {(await signed_in(phone)).json()['access_token']}"
        assert await chosen(phone) == ("uz-Cyrl", "dark", "Anvar")
        assert (await phone.patch("/api/v1/account", json={"theme": "system"})).status_code == 200
    assert await chosen(anyone) == ("uz-Cyrl", "system", "Anvar")
    for wrong in ({"theme": "blue"}, {"language": "de"}, {"colour": "dark"}):
        assert (await anyone.patch("/api/v1/account", json=wrong)).status_code == 400
    assert await chosen(anyone) == ("uz-Cyrl", "system", "Anvar")
