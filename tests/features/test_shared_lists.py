"""Links that show a list to whoever has them: for a while, without an account, and nothing but what is public."""

from __future__ import annotations

import pytest

from fixtures import rows
from fixtures.api import another
from fixtures.people import clients, organisation, person, sign_up

WATCHLIST = "/api/v1/watchlist"
LISTS, LINKS, SHARED = f"{WATCHLIST}/lists", f"{WATCHLIST}/links", "/api/v1/shared"


@pytest.fixture
async def team(api, db):
    """A client for each role of one organisation, whose list holds products 1 to 7 of the 8 it tracks."""
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ("owner", "analyst", "viewer")}
    org_id = await organisation(api, "Doʻkon", **numbers)
    for n in range(1, 9):
        await rows.product(db, n, f"Choynak {n}")
        await rows.latest(db, n, price_uzs=1000)
    async with clients(api, **numbers) as found:
        made = await found["analyst"].post(LISTS, json={"name": "<b>Choynaklar</b>"})
        found |= {"org": org_id, "list": made.json()["list_id"]}
        some = {"product_ids": list(range(1, 8))}
        assert (await found["analyst"].post(f"{LISTS}/{found['list']}/put-in", json=some)).status_code == 200
        await found["analyst"].post(f"{WATCHLIST}/track", json={"product_ids": [8]})
        yield found


async def share(team, **wish):
    """A new link: its number and its secret."""
    answer = await team["analyst"].post(LINKS, json={"list_id": team["list"], **wish})
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    before, _, secret = answer.json()["link"].partition("#")
    assert before.endswith("/shared")
    return answer.json()["link_id"], secret


async def shut(client, secret):
    answer = await client.post(SHARED, json={"secret": secret})
    return (answer.status_code, answer.json().get("key")) == (400, "error.link_spent")


async def test_whoever_has_a_link_sees_the_list_and_only_what_is_public(api, anyone, team):
    said = {"mark": "mine", "note": "maxfiy", "tags": ["yashirin"]}
    await team["analyst"].patch(f"{WATCHLIST}/products/1", json=said)
    _, secret = await share(team)
    answer = await anyone.post(SHARED, json={"secret": secret, "sort": "title"})
    shown = answer.json()
    assert (shown["organisation"], shown["list_name"], shown["public"]) == (
        "Doʻkon",
        "<b>Choynaklar</b>",
        True,
    )
    assert (shown["total"], [one["product_id"] for one in shown["items"]]) == (7, [1, 2, 3, 4, 5, 6, 7])
    assert answer.headers["cache-control"] == "no-store"
    public = (await anyone.get("/api/v1/products?sort=title")).json()["items"]
    assert shown["items"] == public[:7], "as anybody sees them"
    for word in ("maxfiy", "yashirin", "mine"):
        assert word not in answer.text


async def test_a_whole_watchlist_is_shown_as_it_is_now(anyone, team):
    _, secret = await share(team, list_id=None)
    shown = (await anyone.post(SHARED, json={"secret": secret})).json()
    assert (shown["list_name"], shown["total"]) == (None, 8)
    await team["analyst"].post(f"{WATCHLIST}/untrack", json={"product_ids": [8]})
    assert (await anyone.post(SHARED, json={"secret": secret})).json()["total"] == 7


async def test_pages_of_a_link_are_the_whole_and_opening_is_counted_once(anyone, team):
    number, secret = await share(team)
    found, cursor = [], None
    while True:
        wish = {"secret": secret, "sort": "-price", "limit": 3, "cursor": cursor}
        page = (await anyone.post(SHARED, json=wish)).json()
        found += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(one["product_id"] for one in found) == [1, 2, 3, 4, 5, 6, 7]
    (link,) = (await team["viewer"].get(LINKS)).json()["items"]
    assert (link["link_id"], link["opened"], link["state"]) == (number, 1, "open")
    assert link["opened_at"] is not None
    assert (link["made_by"], link["list_name"]) == ("analyst@dokon.uz", "<b>Choynaklar</b>")


async def test_only_a_digest_of_a_link_is_kept_and_it_is_shown_once(db, team):
    _, secret = await share(team)
    assert secret not in (await team["owner"].get(LINKS)).text
    assert secret not in str(await db.fetch("SELECT * FROM share_links"))
    assert secret not in (await team["owner"].get("/api/v1/organisation/audit")).text


@pytest.mark.parametrize("end", ["revoked", "expired", "list deleted", "suspended", "deleted organisation"])
async def test_a_link_ends(db, anyone, team, end):
    number, secret = await share(team)
    assert not await shut(anyone, secret)
    match end:
        case "revoked":
            assert (await team["analyst"].delete(f"{LINKS}/{number}")).status_code == 200
            assert (await team["analyst"].delete(f"{LINKS}/{number}")).status_code == 404
        case "expired":
            await db.execute("UPDATE share_links SET expires_at = now()")
        case "list deleted":
            await team["analyst"].delete(f"{LISTS}/{team['list']}")
        case "suspended":
            await db.execute("UPDATE organisations SET suspended_at = now() WHERE org_id = $1", team["org"])
        case _:
            await db.execute("DELETE FROM organisations WHERE org_id = $1", team["org"])
    assert await shut(anyone, secret)
    if end == "list deleted":
        assert (await team["analyst"].post(f"{LISTS}/{team['list']}/restore")).status_code == 200
        assert await shut(anyone, secret), "what was public once is not so again by itself"
    if end != "deleted organisation":
        assert await db.fetchval("SELECT opened FROM share_links") == 1


async def test_a_link_lives_a_week_unless_told_otherwise_and_90_days_at_most(db, team):
    for days in (0, 91, "week"):
        assert (await team["analyst"].post(LINKS, json={"days": days})).status_code == 400
    await share(team)
    await share(team, days=90)
    lives = await db.fetch(
        "SELECT round(extract(epoch FROM expires_at - made_at) / 86400) AS days FROM share_links"
    )
    assert sorted(int(row["days"]) for row in lives) == [7, 90]


async def test_a_guess_opens_nothing_and_guessing_is_slowed_down(anyone):
    answers = [(await anyone.post(SHARED, json={"secret": f"guess-{n:06}"})).status_code for n in range(70)]
    assert (answers[0], answers[-1]) == (400, 429)


async def test_another_organisations_list_is_not_shared_and_its_links_not_revoked(api, db, anyone, team):
    number, secret = await share(team)
    async with another(api) as stranger:
        await sign_up(stranger, "stranger@dokon.uz")
        assert (await stranger.post(LINKS, json={"list_id": team["list"]})).status_code == 404
        assert (await stranger.delete(f"{LINKS}/{number}")).status_code == 404
        assert (await stranger.get(LINKS)).json()["items"] == []
    assert await db.fetchval("SELECT count(*) FROM share_links") == 1
    assert not await shut(anyone, secret)


async def test_viewers_see_links_and_make_none(team):
    number, _ = await share(team)
    assert (await team["viewer"].post(LINKS, json={})).status_code == 403
    assert (await team["viewer"].delete(f"{LINKS}/{number}")).status_code == 403
    assert len((await team["viewer"].get(LINKS)).json()["items"]) == 1


async def test_making_and_revoking_a_link_is_in_the_log(team):
    number, _ = await share(team)
    await team["analyst"].delete(f"{LINKS}/{number}")
    log = (await team["owner"].get("/api/v1/organisation/audit?limit=2")).json()["items"]
    assert [(one["deed"], one["subject"]) for one in log] == [
        ("share_revoked", str(number)),
        ("shared", str(number)),
    ]
    assert log[1]["facts"] == {"list_id": team["list"], "days": 7}
