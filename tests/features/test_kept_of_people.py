"""What is kept of people ends as it is told: by the job that cleans, as the worker; and with their account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from features.test_jobs import means_of
from fixtures.api import another
from fixtures.people import PASSWORD, clients, organisation, person, sign_up
from fixtures.stores import run_sql
from ventra.infra.db import act_as, transaction
from ventra.infra.kept import KEPT
from ventra.infra.roles import GATE_ROLE, WORKER_ROLE
from ventra.jobs import clean

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PEOPLE = """
INSERT INTO users (user_id, email) OVERRIDING SYSTEM VALUE VALUES (1, 'a@dokon.uz');
INSERT INTO organisations (org_id, name) VALUES (10, 'A');
"""
MADE = {
    "sessions": "INSERT INTO sessions (user_id, refresh, way, device, expires_at) VALUES (1, 'x', 'password', '{name}', {at})",
    "one_use_links": "INSERT INTO one_use_links (digest, kind, user_id, email, expires_at, used_at) "
    "VALUES ('{name}', 'reset', 1, '{name}', {at}, now())",
    "letters": "INSERT INTO letters (kind, user_id, about, expires_at) VALUES ('reset', 1, '{name}', {at})",
    "invitations": "INSERT INTO invitations (org_id, digest, role, note, expires_at) "
    "VALUES (10, '{name}', 'viewer', '{name}', {at})",
    "api_keys": "INSERT INTO api_keys (org_id, name, prefix, digest, scope, per_minute, expires_at) "
    "VALUES (10, '{name}', 'p', '{name}', 'read', 1, {at})",
}
SAID = {
    "sessions": "device",
    "one_use_links": "email",
    "letters": "about",
    "invitations": "note",
    "api_keys": "name",
}


@pytest.mark.parametrize("table", MADE)
async def test_what_ended_goes_once_its_time_is_over_and_no_sooner(database_url, table):
    kept = KEPT[table].age
    run_sql(database_url, PEOPLE)
    for name, end in {
        "long ago": NOW - kept - timedelta(minutes=1),
        "lately": NOW - kept + timedelta(minutes=1),
    }.items():
        run_sql(database_url, MADE[table].format(name=name, at=f"'{end.isoformat()}'"))
    run_sql(database_url, MADE[table].format(name="open", at="'2027-06-01'"))
    async with means_of(database_url, clock=lambda: NOW) as means:
        act_as(means.pool, WORKER_ROLE)
        await clean(means)
        await clean(means)
        rows = await means.pool.fetch(f"SELECT {SAID[table]} FROM {table} ORDER BY 1")
    assert [row[0] for row in rows] == ["lately", "open"]


async def test_a_key_without_an_end_goes_after_it_was_revoked_and_stays_while_it_opens(database_url):
    run_sql(database_url, PEOPLE)
    made = "INSERT INTO api_keys (org_id, name, prefix, digest, scope, per_minute, revoked_at, expires_at) VALUES "
    old = (NOW - KEPT["api_keys"].age - timedelta(hours=1)).isoformat()
    for name, revoked, ends in (
        ("in use", "NULL", "NULL"),
        ("revoked", f"'{old}'", "NULL"),
        ("revoked before its end", f"'{old}'", "'2027-06-01'"),
    ):
        run_sql(database_url, f"{made} (10, '{name}', 'p', '{name}', 'read', 1, {revoked}, {ends})")
    async with means_of(database_url, clock=lambda: NOW) as means:
        act_as(means.pool, WORKER_ROLE)
        await clean(means)
        assert [row[0] for row in await means.pool.fetch("SELECT name FROM api_keys")] == ["in use"]


async def test_of_invitations_and_keys_the_worker_reads_when_they_ended_and_nothing_else(database_url):
    run_sql(database_url, PEOPLE)
    async with means_of(database_url) as means:
        for column, table in (("digest", "api_keys"), ("name", "api_keys"), ("note", "invitations")):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with transaction(means.pool, role=WORKER_ROLE) as db:
                    await db.fetch(f"SELECT {column} FROM {table}")


async def test_with_an_account_goes_all_that_is_kept_of_its_person(api, database_url):
    async with another(api) as client:
        user_id = (await sign_up(client, "sotuvchi@dokon.uz", name="Anvar"))["user_id"]
        await client.post("/api/v1/organisation/keys", json={"name": "k", "scope": "read", "days": 30})
        await client.post("/api/v1/organisation/invitations", json={"role": "viewer", "note": "Lola"})
        gone = await client.post("/api/v1/account/delete", json={"password": PASSWORD})
        assert gone.status_code == 200
    pool = api.app.state.parts.pool
    async with transaction(pool, role=GATE_ROLE) as db:
        of_person = await db.fetch(
            """
            SELECT c.table_name AS name, c.column_name AS at FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
               AND c.column_name IN ('user_id', 'invited_by', 'used_by', 'made_by')
            """
        )
    assert {"users", "sessions", "letters", "members", "audit_log"} <= {row["name"] for row in of_person}
    async with pool.acquire() as db:
        for name, column in of_person:
            if name == "audit_log":
                continue
            left = await db.fetchval(f"SELECT count(*) FROM {name} WHERE {column} = $1", user_id)
            assert left == 0, (name, column)
        deeds = await db.fetch("SELECT deed, subject, address FROM audit_log WHERE user_id = $1", user_id)
    assert {"signed_in", "key_made", "account_deleted"} <= {row["deed"] for row in deeds}
    assert {row["address"] for row in deeds} == {""}
    assert not [row["subject"] for row in deeds if "@" in row["subject"]]


async def test_who_has_left_for_good_is_a_number_in_the_log_of_an_organisation(api):
    boss, gone = await person(api, "boss@dokon.uz"), await person(api, "gone@dokon.uz")
    org_id = await organisation(api, "Dokon", owner=boss, manager=gone)
    async with clients(api, boss=boss, gone=gone) as people:
        made = await people["gone"].put("/api/v1/session/organisation", json={"org_id": org_id})
        assert made.status_code == 200
        await people["boss"].put("/api/v1/session/organisation", json={"org_id": org_id})
        invited = await people["gone"].post("/api/v1/organisation/invitations", json={"role": "viewer"})
        assert invited.status_code == 201, invited.text
        before = (await people["boss"].get("/api/v1/organisation/audit")).json()["items"]
        assert [(one["deed"], one["by"], bool(one["address"])) for one in before] == [
            ("invited", "gone@dokon.uz", True)
        ]
        assert (await people["gone"].post("/api/v1/account/delete", json={})).status_code == 200
        after = (await people["boss"].get("/api/v1/organisation/audit")).json()["items"]
    assert [(one["deed"], one["by"], one["address"]) for one in after] == [("invited", f"#{gone}", "")]


@pytest.mark.parametrize(
    "change",
    [
        "SET address = ''",
        "SET address = '10.0.0.1' WHERE user_id = 99",
        "SET address = '', deed = 'x' WHERE user_id = 99",
        "SET address = '', subject = 'other' WHERE user_id = 99",
        "SET address = '', subject = '' WHERE user_id = 99 AND subject = '7'",
        "SET address = '', at = now() WHERE user_id = 99",
        "SET address = '' WHERE user_id = 1",
    ],
)
async def test_of_the_log_nothing_else_is_changed_even_by_a_superuser(database_url, change):
    run_sql(database_url, PEOPLE)
    for user_id, subject in ((1, "7"), (99, "7"), ("NULL", "old@dokon.uz")):
        run_sql(
            database_url,
            f"INSERT INTO audit_log (user_id, deed, subject, address) VALUES ({user_id}, 'd', '{subject}', '10.0.0.9')",
        )
    async with means_of(database_url) as means:
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only ever added"):
            await means.pool.execute(f"UPDATE audit_log {change}")
