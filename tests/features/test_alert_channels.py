"""Channels over HTTP: one's own, the organisation's, and whose they are; groups by a code that works once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fixtures import outbox
from fixtures.people import clients, organisation, person
from ventra.alerts.channels import MOST_TESTS, join_group
from ventra.alerts.sealing import about
from ventra.errors import Conflict, LinkSpent
from ventra.infra.db import act_as, open_pool
from ventra.infra.roles import WORKER_ROLE
from ventra.infra.store import BOT_USERNAME, MAIL, ON, set_installation

pytestmark = pytest.mark.once
CHANNELS = "/api/v1/alert-channels"
HOOK = {"kind": "webhook", "address": "https://hooks.example.uz/a", "name": "CRM"}


@pytest.fixture
async def team(api, db):
    """A manager and a viewer of one organisation, and the owner of another."""
    people = {
        name: await person(api, f"{name}@dokon.uz") for name in ("owner", "manager", "viewer", "stranger")
    }
    org_id = await organisation(
        api, "Doʻkon", **{name: people[name] for name in ("owner", "manager", "viewer")}
    )
    await organisation(api, "Boshqa", owner=people["stranger"])
    await set_installation(db, BOT_USERNAME, "ventra_bot")
    await set_installation(db, MAIL, ON)
    await db.execute("UPDATE users SET telegram_id = 77 WHERE user_id = $1", people["viewer"])
    async with clients(api, **people) as found:
        yield found | {"org": org_id, "people": people}


async def test_ones_own_chat_and_confirmed_address_are_added_once_and_seen_by_oneself_alone(db, team):
    viewer = team["viewer"]
    listed = (await viewer.get(CHANNELS)).json()
    assert (listed["can_telegram"], listed["can_email"], listed["bot_username"]) == (
        True,
        False,
        "ventra_bot",
    )
    assert (await viewer.post(CHANNELS, json={"kind": "telegram"})).status_code == 201
    assert (await viewer.post(CHANNELS, json={"kind": "telegram"})).status_code == 409
    assert (await viewer.post(CHANNELS, json={"kind": "email"})).status_code == 409
    await db.execute(
        "UPDATE users SET email_verified_at = now() WHERE user_id = $1", team["people"]["viewer"]
    )
    assert (await viewer.post(CHANNELS, json={"kind": "email"})).status_code == 201
    assert (await viewer.post(CHANNELS, json={"kind": "email", "address": "x@y.uz"})).status_code == 400
    found = (await viewer.get(CHANNELS)).json()["items"]
    assert [(one["kind"], one["address"], one["mine"]) for one in found] == [
        ("telegram", "77", True),
        ("email", "viewer@dokon.uz", True),
    ]
    assert (await team["manager"].get(CHANNELS)).json()["items"] == []
    number = found[0]["channel_id"]
    for other in ("manager", "stranger"):
        for asking in (
            team[other].patch(f"{CHANNELS}/{number}", json={"name": "x"}),
            team[other].delete(f"{CHANNELS}/{number}"),
            team[other].post(f"{CHANNELS}/{number}/test"),
            team[other].get(f"{CHANNELS}/{number}/deliveries"),
        ):
            assert (await asking).status_code == 404


async def test_a_webhook_is_the_managers_and_its_secret_is_shown_once_and_kept_sealed(api, db, team):
    assert (await team["viewer"].post(CHANNELS, json=HOOK)).status_code == 403
    inside = await team["manager"].post(CHANNELS, json=HOOK | {"address": "https://10.0.0.1/"})
    assert (inside.status_code, inside.json()["field"]) == (400, "address")
    made = (await team["manager"].post(CHANNELS, json=HOOK)).json()
    number = made["channel_id"]
    sealed = await db.fetchval("SELECT secret FROM alert_channels WHERE channel_id = $1", number)
    assert made["secret"].encode() not in sealed
    assert api.app.state.means.vault.open(sealed, about=about(number)).decode() == made["secret"]
    (seen,) = (await team["viewer"].get(CHANNELS)).json()["items"]
    assert (seen["name"], seen["mine"]) == ("CRM", False)
    assert "secret" not in seen
    assert (await team["viewer"].delete(f"{CHANNELS}/{number}")).status_code == 403
    assert (await team["manager"].delete(f"{CHANNELS}/{number}")).status_code == 200
    assert await db.fetchval("SELECT count(*) FROM alert_channels") == 0


async def test_what_is_set_is_kept_and_what_is_left_out_stays(db, team):
    viewer = team["viewer"]
    number = (await viewer.post(CHANNELS, json={"kind": "telegram"})).json()["channel_id"]
    change = {
        "zone": "Europe/Berlin",
        "quiet_from": 1320,
        "quiet_to": 480,
        "digest_at": 510,
        "bundle_minutes": 15,
    }
    assert (await viewer.patch(f"{CHANNELS}/{number}", json=change)).status_code == 200
    assert (
        await viewer.patch(f"{CHANNELS}/{number}", json={"quiet_from": None, "language": "ru"})
    ).status_code == 200
    (seen,) = (await viewer.get(CHANNELS)).json()["items"]
    assert {name: seen[name] for name in change} == change | {"quiet_from": None}
    assert seen["language"] == "ru"
    for wrong in ({"zone": "Mars/Base"}, {"quiet_from": 1440}, {"bundle_minutes": 999}, {"secret": "x"}):
        assert (await viewer.patch(f"{CHANNELS}/{number}", json=wrong)).status_code == 400
    await db.execute("UPDATE alert_channels SET ended_at = now(), ended_because = 'blocked'")
    assert (await viewer.post(f"{CHANNELS}/{number}/test")).status_code == 409
    assert (await viewer.patch(f"{CHANNELS}/{number}", json={"resume": True})).status_code == 200
    assert (await viewer.get(CHANNELS)).json()["items"][0]["ended_because"] is None


async def test_what_was_brought_is_listed_page_by_page_and_brought_once_more(db, team):
    viewer = team["viewer"]
    number = (await viewer.post(CHANNELS, json={"kind": "telegram"})).json()["channel_id"]
    for _ in range(MOST_TESTS):
        assert (await viewer.post(f"{CHANNELS}/{number}/test")).status_code == 201
    assert (await viewer.post(f"{CHANNELS}/{number}/test")).status_code == 429
    first = (await viewer.get(f"{CHANNELS}/{number}/deliveries?limit=6")).json()
    rest = (await viewer.get(f"{CHANNELS}/{number}/deliveries?limit=6&cursor={first['next_cursor']}")).json()
    ids = [one["delivery_id"] for one in first["items"] + rest["items"]]
    assert ids == sorted(ids, reverse=True)
    assert (len(ids), rest["next_cursor"]) == (MOST_TESTS, None)
    again = f"/api/v1/alert-deliveries/{ids[0]}/again"
    assert (await viewer.post(again)).status_code == 409
    await db.execute("UPDATE alert_deliveries SET state = 'failed', error = 'x', tries = 32")
    assert (await team["stranger"].post(again)).status_code == 404
    found = await viewer.post(again)
    assert (found.status_code, found.json()["state"], found.json()["tries"]) == (201, "waiting", 0)


async def test_a_group_is_added_by_a_code_that_works_once_for_who_manages(api, db, team, database_url):
    assert (await team["viewer"].post(f"{CHANNELS}/group")).status_code == 403
    old = (await team["manager"].post(f"{CHANNELS}/group")).json()
    code = (await team["manager"].post(f"{CHANNELS}/group")).json()
    secret = code["command"].split()[-1]
    assert code["address"] == f"https://t.me/ventra_bot?startgroup={secret}"
    assert len(secret) <= 64
    pool = await open_pool(database_url, at_most=1, role=WORKER_ROLE)
    act_as(pool, WORKER_ROLE)
    now, people = datetime.now(UTC), team["people"]
    try:
        for wrong, who, at in (
            (old["command"].split()[-1], people["manager"], now),
            (secret, people["viewer"], now),
            (secret, people["stranger"], now),
            (secret, None, now),
            (secret, people["manager"], now + timedelta(minutes=16)),
            ("g_never", people["manager"], now),
        ):
            with pytest.raises(LinkSpent):
                await join_group(pool, wrong, -100, "Jamoa", who, at)
        await join_group(pool, secret, -100, "Jamoa\u202e <b>", people["manager"], now)
        with pytest.raises(LinkSpent):
            await join_group(pool, secret, -100, "Jamoa", people["manager"], now)
        more = (await team["manager"].post(f"{CHANNELS}/group")).json()["command"].split()[-1]
        with pytest.raises(Conflict):
            await join_group(pool, more, -100, "Jamoa", people["manager"], now)
    finally:
        await pool.close()
    (seen,) = (await team["viewer"].get(CHANNELS)).json()["items"]
    assert (seen["kind"], seen["address"], seen["name"], seen["mine"]) == (
        "group",
        "-100",
        "Jamoa <b>",
        False,
    )
    assert (await team["stranger"].get(CHANNELS)).json()["items"] == []


async def test_a_deleted_channel_is_named_by_no_rule_any_more(db, team):
    number = (await team["manager"].post(CHANNELS, json=HOOK)).json()["channel_id"]
    rule_id = await outbox.rule(db, org_id=team["org"])
    await db.execute(
        "UPDATE alert_rules SET channels = ARRAY[$1, 5]::bigint[] WHERE rule_id = $2", number, rule_id
    )
    await team["manager"].delete(f"{CHANNELS}/{number}")
    assert await db.fetchval("SELECT channels FROM alert_rules WHERE rule_id = $1", rule_id) == [5]
