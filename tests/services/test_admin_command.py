"""`ventra admin`: what only who sits at the machine may do."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from fixtures.api import another, running_api
from fixtures.people import PASSWORD, sign_up

pytestmark = pytest.mark.once

ACCOUNT, SESSION = "/api/v1/account", "/api/v1/session"
EMAIL = "boss@dokon.uz"


@pytest.fixture
def admin(database_url):
    def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        settings = {"DATABASE_URL": database_url, "WEB_URL": "https://ventra.example"} | env
        return subprocess.run(
            [sys.executable, "-m", "ventra.services.cli", "admin", *arguments],
            env={"PATH": os.environ["PATH"], **settings},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


@pytest.fixture
async def anyone(database_url, redis_url):
    async with running_api(database_url, redis_url) as client:
        yield client


def secret(done: subprocess.CompletedProcess[str], page: str) -> str:
    assert done.returncode == 0, done.stderr
    address, hash_, found = done.stdout.strip().partition("#")
    assert (address, hash_) == (f"https://ventra.example/{page}", "#")
    return found


async def test_the_first_operator_sets_a_password_by_the_link_and_signs_in(admin, anyone):
    link = secret(admin("create", EMAIL), "reset")
    body = {"secret": link, "password": PASSWORD}
    assert (await anyone.post(f"{ACCOUNT}/reset/confirm", json=body)).status_code == 200
    done = await anyone.post(SESSION, json={"email": EMAIL, "password": PASSWORD, "keep": "body"})
    anyone.headers["authorization"] = f"Bearer {done.json()['access_token']}"
    found = (await anyone.get(SESSION)).json()
    assert (found["person"]["operator"], found["org_id"], found["role"]) == (True, 1, "owner")
    assert (await anyone.get("/api/v1/data-health")).status_code == 200


async def test_whoever_has_an_account_becomes_an_operator_with_it(admin, anyone):
    await sign_up(anyone, EMAIL)
    secret(admin("create", EMAIL), "reset")
    found = (await anyone.get(SESSION)).json()
    assert found["person"]["operator"]
    assert len(found["organisations"]) == 2


def test_in_production_no_link_signs_in(admin):
    admin("create", EMAIL)
    refused = admin("link", EMAIL, "--kind", "sign_in", NODE_ENV="production")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "in development only" in refused.stderr


def test_what_is_not_there_is_said_and_nothing_is_printed(admin, empty_database_url):
    for deed in ("link", "suspend", "let-in", "drop-second-factor"):
        refused = admin(deed, "nobody@dokon.uz")
        assert (refused.returncode, refused.stdout, refused.stderr) == (
            1, "", "ventra: no account has this address\n",
        )  # fmt: skip
    assert admin("suspend", "--organisation", "77").returncode == 1
    assert "not an" in admin("create", "no address").stderr or admin("create", "no address").returncode == 2
    early = admin("create", EMAIL, DATABASE_URL=empty_database_url)
    assert (early.returncode, "migrations" in early.stderr) == (1, True)


async def test_who_is_shut_out_is_out_until_let_in(admin, anyone, database_url):
    await sign_up(anyone, EMAIL)
    assert admin("suspend", EMAIL).returncode == 0
    assert (await anyone.get(f"{ACCOUNT}/devices")).status_code == 401
    assert admin("let-in", EMAIL).returncode == 0
    async with another(anyone) as again:
        right = {"email": EMAIL, "password": PASSWORD, "keep": "body"}
        assert (await again.post(SESSION, json=right)).status_code == 200


async def test_an_address_is_changed_where_no_mail_can_be_sent(admin, anyone):
    await sign_up(anyone, EMAIL)
    assert admin("change-email", EMAIL, "new@dokon.uz").returncode == 0
    assert (await anyone.get(SESSION)).json()["person"]["email"] == "new@dokon.uz"
    async with another(anyone) as other:
        await sign_up(other, EMAIL)
        assert admin("change-email", EMAIL, "new@dokon.uz").returncode == 1
