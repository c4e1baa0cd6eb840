"""Every bad input of the list against every route: a 4xx that names the field, and nothing is written."""

from __future__ import annotations

import unicodedata
from typing import Any

import httpx
import psycopg
import pytest

from fixtures.api import running_api, sign_in_operator
from fixtures.bad_inputs import Bad, bad_inputs
from fixtures.people import PASSWORD
from fixtures.stocked import stock
from ventra.accounts.store import users
from ventra.infra.db import transaction
from ventra.infra.roles import GATE_ROLE
from ventra.services import openapi
from ventra.services.problems import MEDIA_TYPE

pytestmark = pytest.mark.once

AT_LEAST = 4_000
WRONG_PROOF = {"password": "not-the-password"}
NO_SECRET = "x" * 43
COSTS = {name: {"likely": 9} for name in ("price", "quantity", "units_a_day", "purchase")}
BOT = "123456:AAHkzS2_test-test-test-test-test-te"
GOOD: dict[str, dict[str, Any]] = {
    "sign_up": {"email": "yangi@dokon.uz", "password": PASSWORD},
    "sign_in": {"email": "hech-kim@dokon.uz", "password": "x"},
    "sign_in_by_link": {"secret": NO_SECRET},
    "refresh_session": {},
    "act_for_organisation": {"org_id": 999_999},
    "ask_password_reset": {"email": "hech-kim@dokon.uz"},
    "reset_password": {"secret": NO_SECRET, "password": PASSWORD},
    "verify_email": {"secret": NO_SECRET},
    "change_profile": {"theme": "dark"},
    "switch_own_accuracy": {"on": True},
    "change_password": {"password": PASSWORD, "current": "not-the-password"},
    "confirm_code_app": {"code": "000000"},
    **dict.fromkeys(("offer_code_app", "remove_code_app", "renew_recovery_codes", "delete_account"), WRONG_PROOF),
    "rename_organisation": {"name": "VENTRA"},
    "make_organisation": {"name": "VENTRA"},
    "change_role": {"role": "viewer"},
    "hand_over": {"user_id": 999_999},
    "invite": {"role": "viewer"},
    "look_at_invitation": {"secret": NO_SECRET},
    "accept_invitation": {"secret": NO_SECRET},
    "make_key": {"name": "kalit"},
    "switch_collecting": {"collect": None},
    "look_at_link": {"link": "https://uzum.uz/uz/product/choynak-7"},
    "follow_link": {"link": "https://uzum.uz/uz/product/choynak-7"},
    "ask_card": {"format": "png"},
    "sign_in_by_passkey": {"credential": {"response": {}}},
    "add_passkey": {"credential": {"response": {}}},
    **{key: {"widget": {"id": "1"}} for key in ("sign_in_by_telegram", "link_telegram")},
    **dict.fromkeys(("offer_passkey", "unlink_telegram", "offer_telegram_link"), WRONG_PROOF),
    "change_email": {"email": "boshqa@dokon.uz", "password": "not-the-password"},
    "confirm_email_change": {"secret": NO_SECRET},
    "mark_product": {},
    **{key: {"product_ids": [999999]} for key in ("mark_products", "track_products", "untrack_products")},
    **{key: {"product_ids": [999999]} for key in ("put_in_named_list", "take_out_of_named_list")},
    **{key: {"name": "Choynaklar"} for key in ("make_named_list", "rename_named_list")},
    "make_view": {"page": "watchlist", "name": "Qoldiq", "query": "in=yes"},
    "change_view": {},
    "announce_sale": {"first_day": "2030-01-05", "last_day": "2030-01-09", "price_uzs": 30_000},
    "change_announced_sale": {},
    "make_score_recipe": {"name": "Tez", "weights": {"velocity": 3, "growth": 1}},
    "change_score_recipe": {},
    "make_niche_recipe": {"name": "Boʻsh", "wish": {"sort": "-units"}},
    "change_niche_recipe": {},
    "choose_rival": {"choice": "added"},
    "watch_query": {"text_uz": "chelak"},
    "keep_reorder_terms": {"lead_days": 10},
    "work_out_costs": {"inputs": COSTS},
    "make_cost_scenario": {"name": "Choynak", "inputs": COSTS},
    "change_cost_scenario": {},
    "add_own_rate": {"key": "commission"},
    "ask_supplier": {"source": "google", "query": "glass teapot"},
    "add_own_key": {"name": "kalit", "key": "kalit-0000-0000"},
    "change_own_key": {"name": "kalit"},
    "change_own_shop": {"enabled": True},
    "decide_offer": {"state": "confirmed"},
    "set_price_list_columns": {"columns": {"title": 0, "price": 1}},
    **{key: {"scope": "tracked", "conditions": [{"kind": "stock_low", "limit": 5}]} for key in ("make_rule", "try_rule")},
    **{key: {} for key in ("change_rule", "mute_product")},
    "read_alerts": {"alert_id": 999_999},
    "add_channel": {"kind": "telegram"},
    "change_channel": {},
    "make_share_link": {"days": 7},
    "open_share_link": {"secret": NO_SECRET},
    "enter_own_purchase": {"sku_id": 999_999, "day": "2026-01-05", "pieces": 1, "cost_uzs": 9},
    "change_own_purchase": {},
    "say_own_claim": {"state": "claimed"},
    "ask_report": {"kind": "watchlist"},
    "add_report_schedule": {"kind": "watchlist", "every": "week", "channels": []},
    "change_report_schedule": {},
    "make_export_link": {"table": "products"},
}  # fmt: skip
"""A body for each operation with nothing wrong but what proves nothing: no password, secret or number in it is right."""
ANY_TEXT = {
    ("list_products", "q"), ("list_sellers", "q"), ("search_products", "q"),
    ("sign_up", "name"), ("sign_up", "password"), ("change_profile", "name"), ("rename_organisation", "name"),
    ("make_organisation", "name"), ("invite", "note"), ("make_key", "name"), ("read_watchlist", "q"), ("read_watchlist", "tag"),
    *((name, one) for name in ("make_view", "change_view") for one in ("name", "query")),
    *((name, "q") for name in ("export_watchlist_csv", "export_watchlist_xlsx")),
    *((name, "tag") for name in ("export_watchlist_csv", "export_watchlist_xlsx")),
    ("take_export", "q"), ("make_export_link", "name"),
    ("make_niche_recipe", "name"), ("change_niche_recipe", "name"), ("watch_query", "text_uz"), ("watch_query", "text_ru"),
    ("make_score_recipe", "name"), ("change_score_recipe", "name"), ("add_own_rate", "source"),
    ("ask_supplier", "query"), ("list_own_goods", "q"),
    *((name, one) for name in ("add_own_key", "change_own_key") for one in ("name", "key")),
    ("say_own_claim", "note"), ("enter_own_purchase", "note"), ("change_own_purchase", "note"),
    ("make_cost_scenario", "name"), ("change_cost_scenario", "name"),
    ("make_named_list", "name"), ("rename_named_list", "name"), ("mark_product", "note"),
    *((name, "name") for name in ("make_rule", "try_rule", "change_rule", "add_channel", "change_channel")),
}  # fmt: skip
"""Where any text that can be shown is meant: it is taken as that text."""
ANY_NAME = {
    ("resume_source", "host"),
    ("unfollow_shop", "shop"),
    ("say_own_claim", "note"),
    ("say_own_claim", "subject"),
}
"""A name in an address that is looked up: there is nothing of that name."""
UNTOLD = {
    ("sign_in", "email"), ("sign_in", "password"), ("sign_in", "code"), ("refresh_session", "refresh_token"),
    ("change_password", "password"), ("change_password", "current"), ("change_password", "code"),
    *((name, one) for name in ("remove_code_app", "renew_recovery_codes", "delete_account", "offer_code_app")
      for one in ("password", "code")),
    *((name, one) for name in ("offer_passkey", "unlink_telegram", "offer_telegram_link", "change_email")
      for one in ("password", "code")),
    ("change_email", "email"), ("sign_in_by_passkey", "credential"),
}  # fmt: skip
"""Where it is never said which part was wrong: 401."""
ALSO = {
    ("reset_password", "password"): {"secret"},
    ("add_passkey", "name"): {"credential"},
    ("open_share_link", "cursor"): {"secret"},
    **{(name, one): {"widget"} for name in ("sign_in_by_telegram", "link_telegram") for one in ("init_data", "code")},
    ("link_telegram", "password"): {"widget"},
    ("enter_own_purchase", "note"): {"sku_id"},
}  # fmt: skip
"""What may be named in the place of a field that is right as it is: of two the other is wrong."""
FILES = {
    "read_report_file": "application/pdf",
    **dict.fromkeys(("export_watchlist_csv", "take_export"), "text/csv; charset=utf-8"),
    "export_watchlist_xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""What answers with a file, and of what kind."""
LEFT_OUT = ("audit_log", "sessions")
"""Tables in which asking itself leaves a trace."""


@pytest.fixture
async def api(database_url, redis_url):
    """A client who is the operator and an owner, with a password and an app for codes that is not confirmed yet."""
    async with running_api(database_url, redis_url, TELEGRAM_BOT_TOKEN=BOT) as client:
        await sign_in_operator(client)
        parts = client.app.state.parts
        async with parts.pool.acquire() as db:
            await stock(db)
            number = await db.fetchval("SELECT user_id FROM users WHERE operator")
        password_hash = await client.app.state.means.hasher.hash(PASSWORD)
        async with transaction(parts.pool, role=GATE_ROLE) as db:
            await users.set_password(db, number, password_hash)
        offered = await client.post("/api/v1/account/app", json={"password": PASSWORD})
        assert offered.status_code == 200
        yield client


async def ask(api: httpx.AsyncClient, bad: Bad) -> httpx.Response:
    """Ask, with no limit of tries used up by those before."""
    if bad.method != "GET" or bad.operation == "read_export_link":
        await api.app.state.parts.redis.flushdb()
    request = api.build_request(bad.method, "/", content=bad.body, headers=bad.headers)
    request.url = request.url.copy_with(raw_path=bad.target.encode())
    return await api.send(request)


def fault(bad: Bad, answer: httpx.Response) -> str | None:
    """What is wrong with the answer to a bad input."""
    status = answer.status_code
    if not 400 <= status < 500 or status == 429:
        return f"{status} {answer.text[:200]}"
    if answer.headers["content-type"] != MEDIA_TYPE:
        return f"not a problem: {answer.headers['content-type']}"
    told = answer.json().get("field")
    # Of a list the very element may be named.
    told = None if told is None else told.partition("[")[0]
    key = (bad.operation, bad.where)
    if told in bad.fields | ALSO.get(key, set()) or (told is not None and "*" in bad.fields):
        return None
    if status == 404 and (key in ANY_NAME or "/" in (bad.text or "")):
        return None
    if status == 401 and key in UNTOLD:
        return None
    return f"{status} names {told}: {answer.json()['detail'][:200]}"


def digest(database_url: str) -> dict[str, str]:
    """What each table holds, in short."""
    with psycopg.connect(database_url) as db:
        names = db.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        return {
            name: db.execute(
                f"SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM \"{name}\" t"
            ).fetchone()[0]  # type: ignore[index]  # a sum has a row
            for (name,) in names
            if name not in LEFT_OUT
        }


CASES = bad_inputs(openapi.described(), GOOD, but=("listen",))
TAKEN = [bad for bad in CASES if (bad.operation, bad.where) in ANY_TEXT and bad.text is not None]
REFUSED = [bad for bad in CASES if not ((bad.operation, bad.where) in ANY_TEXT and bad.text is not None)]
SHARDS = 8
"""One is tried with every change, and holds each family and each place of every route; the others with `--full`."""


def test_there_are_enough_of_them_and_they_reach_all_that_can_be_given():
    quick = [*TAKEN, *REFUSED[::SHARDS]]
    assert len(quick) >= AT_LEAST
    assert {bad.family for bad in quick} == {bad.family for bad in CASES}
    reached = {(bad.operation, bad.where) for bad in quick}
    for item in openapi.described()["paths"].values():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                assert (operation["operationId"], parameter["name"]) in reached
            if "application/json" in operation.get("requestBody", {}).get("content", {}):
                assert operation["operationId"] in GOOD


@pytest.mark.parametrize(
    "shard",
    [0, *(pytest.param(n, marks=pytest.mark.full) for n in range(1, SHARDS))],
)
async def test_a_bad_input_is_refused_by_the_name_of_its_field_and_nothing_is_written(
    api, database_url, shard
):
    before = digest(database_url)
    faults = []
    for bad in REFUSED[shard::SHARDS]:
        found = fault(bad, await ask(api, bad))
        if found is not None:
            faults.append(f"{bad} -> {found}")
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:400])
    assert digest(database_url) == before


async def test_something_written_is_noticed(api, database_url):
    before = digest(database_url)
    assert (await api.patch("/api/v1/organisation", json={"name": "Boshqa"})).status_code == 200
    assert {name for name, held in digest(database_url).items() if held != before[name]} == {"organisations"}


def as_line(text: str) -> str:
    """A text as a name or note is kept."""
    return " ".join(unicodedata.normalize("NFC", text).split())


READ_BACK = {
    ("change_profile", "name"): ("/session", lambda found: found["person"]["name"]),
    ("rename_organisation", "name"): ("/organisation", lambda found: found["name"]),
    ("invite", "note"): ("/organisation/invitations", lambda found: found["items"][0]["note"]),
    ("make_key", "name"): ("/organisation/keys", lambda found: found["items"][0]["name"]),
}


async def test_what_is_taken_as_text_comes_back_as_that_text_or_is_refused_by_name(api):
    faults, taken = [], 0
    for bad in TAKEN:
        answer = await ask(api, bad)
        if not answer.is_success:
            found = fault(bad, answer) if answer.status_code != 409 else None
            faults += [f"{bad} -> {found}"] if found is not None else []
            continue
        taken += 1
        assert answer.headers["content-type"] == FILES.get(bad.operation, "application/json")
        assert answer.headers["x-content-type-options"] == "nosniff"
        if (bad.operation, bad.where) in READ_BACK:
            path, kept = READ_BACK[bad.operation, bad.where]
            assert kept((await api.get(f"/api/v1{path}")).json()) == as_line(bad.text or "")
        if bad.operation == "make_organisation":
            await api.put("/api/v1/session/organisation", json={"org_id": 1})
        if bad.operation == "make_key":
            await api.delete(f"/api/v1/organisation/keys/{answer.json()['key_id']}")
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:100])
    assert taken > 50
