"""A change of the key that seals second factors: the old one opens meanwhile, and can go once all is sealed anew."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from fixtures.api import another, running_api
from fixtures.doctor import GOOD_SECRET, examined, found_by
from fixtures.people import PASSWORD, sign_up
from fixtures.stores import run_sql
from ventra.accounts import reseal as resealing
from ventra.accounts.reseal import Resealed, reseal
from ventra.accounts.store import factors
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import GATE_ROLE
from ventra.infra.secrets import Vault, key_from
from ventra.services.vaults import VAULT

SESSION, APP = "/api/v1/session", "/api/v1/account/app"
EMAIL = "sotuvchi@dokon.uz"
OLD_TEXT, NEW_TEXT = "o" * 40, "n" * 40
OLD, NEW, LOST = (key_from(text, VAULT) for text in (OLD_TEXT, NEW_TEXT, "l" * 40))


@pytest.fixture
async def pool(database_url):
    pool = await open_pool(database_url, at_most=2, role=GATE_ROLE)
    yield pool
    await pool.close()


async def with_secrets(pool, count, *keys):
    """People with second factors, sealed with these keys in turn; their secrets by number."""
    secrets = {}
    async with transaction(pool) as db:
        for n in range(count):
            user_id = await db.fetchval(
                "INSERT INTO users (email) VALUES ($1) RETURNING user_id", f"{n}@dokon.uz"
            )
            secrets[user_id] = b"secret %d" % n
            sealed = Vault([keys[n % len(keys)]]).seal(secrets[user_id], about=factors.about(user_id))
            await db.execute(
                "UPDATE users SET totp_secret = $2, totp_on_at = now() WHERE user_id = $1", user_id, sealed
            )
    return secrets


async def opened_by(pool, key):
    """What opens with this key alone, by number."""
    async with transaction(pool) as db:
        rows = await db.fetch("SELECT user_id, totp_secret FROM users WHERE totp_secret IS NOT NULL")
    vault = Vault([key])
    return {
        row["user_id"]: vault.open(row["totp_secret"], about=factors.about(row["user_id"]))
        for row in rows
        if vault.is_current(row["totp_secret"])
    }


async def notes(pool):
    async with transaction(pool) as db:
        rows = await db.fetch(
            "SELECT org_id, facts FROM audit_log WHERE deed = 'secrets_resealed' ORDER BY 1"
        )
    return [(row["org_id"], row["facts"]["accounts"]) for row in rows]


async def test_all_is_sealed_anew_in_batches_and_opens_as_it_was(pool):
    secrets = await with_secrets(pool, 7, OLD)
    said = []
    assert await reseal(pool, Vault([NEW, OLD]), say=said.append, batch=3) == Resealed(7, ())
    assert said == [3, 6, 7]
    assert await opened_by(pool, NEW) == secrets
    assert await notes(pool) == [(1, 3), (1, 3), (1, 1)]
    assert await reseal(pool, Vault([NEW, OLD]), say=said.append) == Resealed(0, ())
    assert len(await notes(pool)) == 3, "what had nothing to do is no deed"


async def test_whoever_is_stopped_goes_on_where_it_stopped(pool, monkeypatch):
    secrets = await with_secrets(pool, 7, OLD)

    def stop(done):
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await reseal(pool, Vault([NEW, OLD]), say=stop, batch=3)
    assert len(await opened_by(pool, NEW)) == 3
    assert await reseal(pool, Vault([NEW, OLD]), say=lambda _: None, batch=3) == Resealed(4, ())
    assert await opened_by(pool, NEW) == secrets


async def test_a_batch_that_fails_leaves_no_half_and_no_note(pool, monkeypatch):
    await with_secrets(pool, 4, OLD)

    async def broken(*_, **__):
        raise RuntimeError("the note was not kept")

    monkeypatch.setattr(resealing.audit, "note", broken)
    with pytest.raises(RuntimeError):
        await reseal(pool, Vault([NEW, OLD]), say=lambda _: None)
    assert (len(await opened_by(pool, OLD)), await notes(pool)) == (4, [])


async def test_what_no_key_opens_stays_and_is_told_and_the_rest_is_done(pool):
    secrets = await with_secrets(pool, 6, OLD, LOST, NEW)
    found = await reseal(pool, Vault([NEW, OLD]), say=lambda _: None, batch=1)
    assert (found.done, [secrets[one] for one in found.unreadable]) == (2, [b"secret 1", b"secret 4"])
    assert len(await opened_by(pool, NEW)) == 4
    assert set(await opened_by(pool, LOST)) == set(found.unreadable)
    later = await reseal(pool, Vault([NEW, OLD, LOST]), say=lambda _: None)
    assert (later.done, later.unreadable) == (2, ())


async def with_codes(client):
    """Sign somebody up who uses codes; the app."""
    await sign_up(client, EMAIL)
    offered = (await client.post(APP, json={"password": PASSWORD})).json()
    app = pyotp.TOTP(offered["secret"])
    code = app.at(datetime.now(UTC) - timedelta(seconds=30))
    assert (await client.put(APP, json={"code": code})).status_code == 200
    return app


async def signs_in(api, app, *, steps):
    async with another(api) as client:
        code = app.at(datetime.now(UTC) + timedelta(seconds=30 * steps))
        body = {"email": EMAIL, "password": PASSWORD, "code": code, "keep": "body"}
        return (await client.post(SESSION, json=body)).status_code


async def test_who_uses_codes_signs_in_through_a_change_of_the_key(database_url, redis_url, pool):
    async with running_api(database_url, redis_url, SECRETS_KEY=OLD_TEXT) as before:
        app = await with_codes(before)
    async with running_api(
        database_url, redis_url, SECRETS_KEY=NEW_TEXT, SECRETS_KEY_OLD=OLD_TEXT
    ) as meanwhile:
        assert await signs_in(meanwhile, app, steps=0) == 200
        assert len(await opened_by(pool, OLD)) == 1
        async with another(meanwhile) as other:
            await sign_up(other, "other@dokon.uz")
            await other.post(APP, json={"password": PASSWORD})
        assert len(await opened_by(pool, NEW)) == 1, "what is sealed now is sealed with the new key"
    assert await reseal(pool, Vault([NEW, OLD]), say=lambda _: None) == Resealed(1, ())
    async with running_api(database_url, redis_url, SECRETS_KEY=NEW_TEXT) as after:
        assert await signs_in(after, app, steps=1) == 200


def reseal_command(database_url, **env):
    return subprocess.run(
        [sys.executable, "-m", "ventra.services.cli", "admin", "reseal"],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": database_url, **env},
        capture_output=True,
        text=True,
        timeout=60,
    )


async def test_the_command_says_how_many_it_did_and_what_it_cannot_open(database_url, pool):
    without = reseal_command(database_url)
    assert (without.returncode, "SECRETS_KEY" in without.stderr) == (1, True)
    await with_secrets(pool, 3, OLD, OLD, LOST)
    done = reseal_command(database_url, SECRETS_KEY=NEW_TEXT, SECRETS_KEY_OLD=OLD_TEXT)
    assert (done.returncode, done.stdout) == (1, "")
    assert "sealed anew with the key of today: 2\n" in done.stderr
    assert "cannot be opened with any key that is given: 1 (accounts 3)" in done.stderr
    run_sql(database_url, "DELETE FROM users WHERE user_id = 3")
    again = reseal_command(database_url, SECRETS_KEY=NEW_TEXT)
    assert (again.returncode, again.stderr) == (0, "sealed anew with the key of today: 0\n")


async def test_the_doctor_says_when_the_old_key_is_needed_and_when_it_can_go(database_url, pool):
    old = {"DATABASE_URL": database_url, "SECRETS_KEY": NEW_TEXT, "SECRETS_KEY_OLD": OLD_TEXT}
    alone = {"DATABASE_URL": database_url, "SECRETS_KEY": NEW_TEXT}
    assert (await found_by("sealed_secrets", {"DATABASE_URL": database_url})).state == "skipped"
    await with_secrets(pool, 3, OLD)
    told = await found_by("sealed_secrets", old)
    assert (told.state, told.what) == ("warning", "stored secrets still sealed with SECRETS_KEY_OLD: 3")
    assert "ventra admin reseal" in str(told.mend)
    lost = await found_by("sealed_secrets", alone)
    assert (lost.state, lost.what) == ("problem", "stored secrets sealed with a key that is not given: 3")
    await reseal(pool, Vault([NEW, OLD]), say=lambda _: None)
    can_go = await found_by("sealed_secrets", old)
    assert (can_go.state, "take SECRETS_KEY_OLD away" in str(can_go.mend)) == ("warning", True)
    fine = await found_by("sealed_secrets", alone)
    assert (fine.state, fine.what) == ("ok", "all sealed with SECRETS_KEY: 3")
    assert (await found_by("sealed_secrets", alone, service="worker")).state == "skipped"


async def test_a_key_made_from_what_signs_is_told_by_that_name(database_url, pool):
    await with_secrets(pool, 1, key_from(OLD_TEXT, VAULT))
    signed = {"DATABASE_URL": database_url, "JWT_SECRET": GOOD_SECRET, "JWT_SECRET_OLD": OLD_TEXT}
    told = await found_by("sealed_secrets", signed)
    assert told.what == "stored secrets still sealed with JWT_SECRET_OLD: 1"


async def test_before_there_is_a_schema_the_doctor_refers_to_it(empty_database_url):
    found = await examined(
        {"DATABASE_URL": empty_database_url, "SECRETS_KEY": NEW_TEXT}, "sealed_secrets", "schema"
    )
    told = {each.name: each for each in found}
    assert (told["schema"].state, told["sealed_secrets"].state) == ("problem", "skipped")
    assert told["sealed_secrets"].what.endswith("see schema")
