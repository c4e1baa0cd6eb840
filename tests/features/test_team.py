"""Organisations: who belongs with which role; invitations, keys, the log, plans; and nothing crosses from one to another."""

from __future__ import annotations

import csv
import io

import pytest

from fixtures import rows
from fixtures.api import another
from fixtures.people import clients, organisation, person, sign_up

ORG = "/api/v1/organisation"
MEMBERS, INVITATIONS, KEYS = f"{ORG}/members", f"{ORG}/invitations", f"{ORG}/keys"
PRODUCTS = "/api/v1/products"
ROLES = ("owner", "manager", "analyst", "viewer")


@pytest.fixture
async def team(api):
    """A client for each role of one organisation, `number` by role."""
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ROLES}
    await organisation(api, "Doʻkon", **numbers)
    async with clients(api, **numbers) as found:
        found["number"] = numbers
        yield found


def secret_of(answer):
    assert answer.status_code == 201, answer.text
    return answer.json()["link"].partition("/join#")[2]


async def test_an_invitation_brings_somebody_in_once(api, team):
    made = await team["manager"].post(INVITATIONS, json={"role": "viewer", "note": "Lola"})
    secret = secret_of(made)
    async with another(api) as lola:
        shown = (await lola.post("/api/v1/invitations/look", json={"secret": secret})).json()
        assert (shown["organisation"], shown["role"]) == ("Doʻkon", "viewer")
        assert (await lola.post("/api/v1/invitations/accept", json={"secret": secret})).status_code == 401
        await sign_up(lola, "lola@dokon.uz")
        joined = await lola.post("/api/v1/invitations/accept", json={"secret": secret})
        assert joined.status_code == 200
        session = (await lola.get("/api/v1/session")).json()
        assert (session["org_id"], session["role"]) == (joined.json()["org_id"], "viewer")
        assert len(session["organisations"]) == 2
        spent = await lola.post("/api/v1/invitations/look", json={"secret": secret})
        assert (spent.status_code, spent.json()["key"]) == (400, "error.link_spent")
    listed = (await team["owner"].get(INVITATIONS)).json()["items"]
    assert [(one["state"], one["note"], one["role"]) for one in listed] == [("used", "Lola", "viewer")]


async def test_an_invitation_that_was_taken_back_invites_nobody(team):
    made = await team["owner"].post(INVITATIONS, json={"role": "analyst"})
    number = made.json()["invitation_id"]
    assert (await team["manager"].delete(f"{INVITATIONS}/{number}")).status_code == 200
    assert (await team["manager"].delete(f"{INVITATIONS}/{number}")).status_code == 404
    look = await team["viewer"].post("/api/v1/invitations/look", json={"secret": secret_of(made)})
    assert look.status_code == 400


async def test_nobody_invites_above_their_own_role(team):
    refused = await team["manager"].post(INVITATIONS, json={"role": "owner"})
    assert (refused.status_code, refused.json()["facts"]["needs"]) == (403, "owner")
    assert (await team["analyst"].post(INVITATIONS, json={"role": "viewer"})).status_code == 403


async def test_roles_change_within_reach_and_one_owner_stays(team):
    number = team["number"]
    put = team["manager"].put
    assert (await put(f"{MEMBERS}/{number['viewer']}", json={"role": "manager"})).status_code == 200
    assert (await put(f"{MEMBERS}/{number['viewer']}", json={"role": "owner"})).status_code == 403
    assert (await put(f"{MEMBERS}/{number['owner']}", json={"role": "viewer"})).status_code == 403
    alone = await team["owner"].put(f"{MEMBERS}/{number['owner']}", json={"role": "viewer"})
    assert (alone.status_code, alone.json()["key"]) == (409, "error.conflict")
    assert (await team["owner"].delete(f"{MEMBERS}/{number['owner']}")).status_code == 409


async def test_who_leaves_or_is_removed_sees_nothing_any_more(team):
    number = team["number"]
    assert (await team["viewer"].delete(f"{MEMBERS}/{number['analyst']}")).status_code == 403
    assert (await team["viewer"].delete(f"{MEMBERS}/{number['viewer']}")).status_code == 200
    assert (await team["manager"].delete(f"{MEMBERS}/{number['analyst']}")).status_code == 200
    for name in ("viewer", "analyst"):
        gone = await team[name].get(MEMBERS)
        assert (gone.status_code, gone.json()["facts"]["needs"]) == (403, "organisation")
    assert [one["role"] for one in (await team["owner"].get(MEMBERS)).json()["items"]] == ["owner", "manager"]


async def test_an_organisation_is_handed_over(team):
    number = team["number"]
    assert (
        await team["owner"].post(f"{ORG}/hand-over", json={"user_id": number["viewer"]})
    ).status_code == 200
    roles = {one["user_id"]: one["role"] for one in (await team["viewer"].get(MEMBERS)).json()["items"]}
    assert (roles[number["viewer"]], roles[number["owner"]]) == ("owner", "manager")


@pytest.mark.parametrize(
    ("scope", "reads", "writes", "runs"),
    [("read", 200, 403, 403), ("write", 200, 200, 403), ("admin", 200, 200, 200)],
)
async def test_a_key_opens_what_its_scope_says(api, db, team, scope, reads, writes, runs):
    await rows.product(db, 7)
    made = await team["owner"].post(KEYS, json={"name": "robot", "scope": scope})
    async with another(api) as robot:
        robot.headers["authorization"] = f"Bearer {made.json()['key']}"
        assert (await robot.get(MEMBERS)).status_code == reads
        assert (await robot.post(f"{PRODUCTS}/7/track")).status_code == writes
        assert (await robot.get(KEYS)).status_code == runs
        assert (await robot.get("/api/v1/account/devices")).status_code == 403, "a key is nobody's self"
        assert (await robot.get("/api/v1/data-health")).status_code == 403
    (kept,) = (await team["owner"].get(KEYS)).json()["items"]
    assert made.json()["key"].startswith(kept["prefix"])
    assert kept["used_at"] is not None
    assert made.json()["key"] not in str(await db.fetch("SELECT * FROM api_keys"))


async def test_a_key_ends_when_revoked_when_old_and_when_its_maker_leaves(api, db, team):
    number = team["number"]["manager"]
    keys = [(await team["manager"].post(KEYS, json={"name": f"k{n}"})).json() for n in range(3)]
    await db.execute("UPDATE api_keys SET expires_at = now() WHERE key_id = $1", keys[1]["key_id"])
    assert (await team["owner"].delete(f"{KEYS}/{keys[0]['key_id']}")).status_code == 200
    async with another(api) as robot:

        async def opens(key):
            robot.headers["authorization"] = f"Bearer {key['key']}"
            return (await robot.get(MEMBERS)).status_code

        assert [await opens(key) for key in keys] == [401, 401, 200]
        await team["owner"].put(f"{MEMBERS}/{number}", json={"role": "viewer"})
        assert await opens(keys[2]) == 200
        await team["owner"].delete(f"{MEMBERS}/{number}")
        assert await opens(keys[2]) == 401


async def test_a_key_may_ask_so_often_and_no_more(api, team):
    made = await team["owner"].post(KEYS, json={"name": "robot", "per_minute": 10})
    async with another(api) as robot:
        robot.headers["authorization"] = f"Bearer {made.json()['key']}"
        answers = [await robot.get(MEMBERS) for _ in range(20)]
    assert (answers[0].status_code, answers[-1].status_code) == (200, 429)


async def test_the_log_tells_who_did_what_and_is_only_ever_added_to(db, team):
    await team["manager"].post(INVITATIONS, json={"role": "viewer"})
    await team["owner"].post(KEYS, json={"name": "=cmd|' /C calc'!A0"})
    page = (await team["owner"].get(f"{ORG}/audit?limit=1")).json()
    assert [one["deed"] for one in page["items"]] == ["key_made"]
    rest = (await team["owner"].get(f"{ORG}/audit?before={page['next_before']}")).json()
    assert [(one["deed"], one["by"]) for one in rest["items"]] == [("invited", "manager@dokon.uz")]
    assert (await team["manager"].get(f"{ORG}/audit")).status_code == 403
    lines = list(csv.reader(io.StringIO((await team["owner"].get(f"{ORG}/audit.csv")).text)))
    assert lines[1][3] == "'=cmd|' /C calc'!A0"
    for change in ("UPDATE audit_log SET deed = 'x'", "DELETE FROM audit_log"):
        with pytest.raises(Exception, match="only ever added"):
            await db.execute(change)


async def test_a_plan_holds_and_says_which_limit(db, team):
    await db.execute("INSERT INTO plans (plan, products, keys, members) VALUES ('small', 1, 1, 4)")
    await db.execute("UPDATE organisations SET plan = 'small' WHERE name = 'Doʻkon'")
    for number in (1, 2):
        await rows.product(db, number)
    track = team["analyst"].post
    assert (await track(f"{PRODUCTS}/1/track")).status_code == 200
    assert (await track(f"{PRODUCTS}/1/track")).status_code == 200, "twice is once"
    full = await track(f"{PRODUCTS}/2/track")
    assert (full.status_code, full.json()["key"]) == (403, "error.plan_limit")
    assert full.json()["facts"] == {"limit": "products", "most": 1, "wanted": 2}
    assert (await team["owner"].post(KEYS, json={"name": "a"})).status_code == 201
    assert (await team["owner"].post(KEYS, json={"name": "b"})).json()["facts"]["limit"] == "keys"
    assert (await team["owner"].post(INVITATIONS, json={"role": "viewer"})).json()["facts"][
        "limit"
    ] == "members"
    assert (await team["viewer"].get(ORG)).json()["plan"]["members"] == 4


async def test_what_one_organisation_tracks_and_follows_another_does_not_see(api, db, team):
    await rows.product(db, 7)
    async with another(api) as stranger, another(api) as nobody:
        await sign_up(stranger, "stranger@dokon.uz")
        assert (await team["analyst"].post(f"{PRODUCTS}/7/track")).status_code == 200
        link = {"link": "https://uzum.uz/uz/shop/lavido"}
        assert (await team["analyst"].post("/api/v1/follow", json=link)).status_code == 202
        for client, tracked in ((team["viewer"], True), (stranger, False), (nobody, False)):
            assert (await client.get(f"{PRODUCTS}/7")).json()["tracked"] is tracked
            assert (await client.get(f"{PRODUCTS}/7/detail")).json()["product"]["tracked"] is tracked
            (row,) = (await client.get(PRODUCTS)).json()["items"]
            assert row["tracked"] is tracked
        assert (await team["viewer"].get(f"{PRODUCTS}?tracked=true")).json()["total"] == 1
        assert (await stranger.get(f"{PRODUCTS}?tracked=true")).json()["total"] == 0
        assert (await nobody.get(f"{PRODUCTS}?tracked=true")).status_code == 401
        assert len((await team["viewer"].get("/api/v1/follow")).json()["items"]) == 1
        assert (await stranger.get("/api/v1/follow")).json()["items"] == []
        assert (await stranger.delete("/api/v1/follow/lavido")).status_code == 404
        await stranger.post(f"{PRODUCTS}/7/track")
        await team["analyst"].delete(f"{PRODUCTS}/7/track")
        assert await db.fetchval("SELECT tracked FROM watch WHERE product_id = 7"), "the stranger still does"


async def test_a_suspended_organisation_is_shut_for_all_in_it(api, db, team):
    await db.execute("UPDATE organisations SET suspended_at = now() WHERE name = 'Doʻkon'")
    for role in ROLES:
        assert (await team[role].get(MEMBERS)).status_code == 403
    assert (await team["owner"].get("/api/v1/session")).json()["organisations"][0]["suspended"]
