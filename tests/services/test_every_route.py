"""Every route with every kind of asker. A new route is not covered until it stands here, and then this fails."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from fixtures import rows
from fixtures.api import another
from fixtures.people import clients, organisation, person, token
from ventra.accounts import operators
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.infra.roles import GATE_ROLE
from ventra.services.router import router

pytestmark = pytest.mark.once

ROLES = ("viewer", "analyst", "manager", "owner")
ASKERS = ("nobody", "lone", *ROLES, "operator")
"""Everybody but nobody is signed in; `lone` belongs to no organisation, `operator` owns the first one."""
UUID = "00000000-0000-4000-8000-000000000000"
PLACES = {
    "product_id": "7", "category_id": "1", "seller_id": "1", "import_id": "1", "card_id": UUID, "session_id": UUID,
    "host": "nowhere", "shop": "lavido", "day": "2026-01-05", "kind": "restock", "user_id": "999999", "key_id": "999999",
    "invitation_id": "999999", "passkey_id": "abcd", "list_id": "999999", "link_id": "999999", "report_id": UUID,
    "schedule_id": "999999", "result_id": "1",
    "rival_id": "8", "niche_id": "1", "niche_kind": "category", "query_id": "999999",
    "rule_id": "999999", "recipe_id": "999999", "sale_id": "999999", "accuracy_id": "1", "made_at": "1", "view_id": "999999",
    "scenario_id": "999999", "preset_id": "999999", "own_key_id": "999999", "shop_id": "999999", "purchase_id": "999999",
    "subject": "missing-1",
    "channel_id": "999999", "delivery_id": "999999", "currency": "USD", "request_id": "999999", "offer_id": "999999",
    "file": "products.csv",
}  # fmt: skip
EXPECTED: dict[str, Access] = {
    # status and the market are open
    **dict.fromkeys(
        (
            "health", "ready", "meta", "read_privacy_facts", "read_status", "listen", "list_products", "read_product",
            "read_product_detail",
            "read_sales", "read_prices", "read_stock", "list_observations", "explain_day", "list_events", "list_event_groups",
            "list_event_parts", "list_categories", "read_category", "list_sellers", "read_seller",
            "search_products", "read_similar_products",
            "list_rising", "read_product_outlook", "read_category_outlook", "read_seller_outlook", "read_outlook_progress",
            "read_forecast_accuracy", "read_product_score", "list_category_scores", "read_category_score_parts",
            "read_category_market", "read_category_sales", "read_seller_market", "find_niches", "read_niche", "read_rivals",
            "read_rival_history", "read_other_shops", "ask_card", "read_card",
            "read_card_file", "read_product_reorder", "read_accuracy", "read_accuracy_history", "read_accuracy_report",
            "work_out_costs", "list_cost_rates", "start_product_costs", "read_rates", "read_rate_history",
        ),
        Access.OPEN,
    ),
    # so is coming in
    **dict.fromkeys(
        (
            "sign_up", "sign_in", "sign_in_by_link", "refresh_session", "read_session", "ask_password_reset", "reset_password",
            "verify_email", "look_at_invitation", "ask_for_passkey", "sign_in_by_passkey", "sign_in_by_telegram",
            "confirm_email_change", "open_share_link", "read_export_link", "read_ways_in",
        ),
        Access.OPEN,
    ),
    **dict.fromkeys(
        (
            "sign_out", "act_for_organisation", "change_profile", "change_password", "ask_verification", "offer_code_app",
            "confirm_code_app", "remove_code_app", "renew_recovery_codes", "delete_account", "list_devices", "sign_out_others",
            "sign_out_there", "make_organisation", "accept_invitation", "link_telegram", "unlink_telegram",
            "offer_telegram_link", "list_passkeys", "offer_passkey", "add_passkey", "remove_passkey", "change_email",
            "export_account",
        ),
        Access.PERSON,
    ),
    **dict.fromkeys(
        (
            "read_organisation", "list_members", "remove_member", "list_followed", "read_look", "read_watchlist", "list_tags",
            "list_named_lists", "list_share_links", "read_watchlist_changes", "read_watchlist_facets",
            "export_watchlist_csv", "export_watchlist_xlsx", "list_exports", "take_export", "list_export_links",
            "list_niche_recipes", "read_rivals_overview", "list_watched_queries", "read_positions",
            "list_score_recipes", "list_reorder", "list_announced_sales", "read_announced_outlook", "list_views", "make_view",
            "change_view", "delete_view", "list_cost_scenarios",
            "list_rule_kinds", "list_rules", "try_rule", "list_mutes", "list_alerts", "count_unread_alerts", "read_alerts",
            "list_channels", "add_channel", "change_channel", "delete_channel", "test_channel",
            "list_deliveries", "deliver_again", "list_supplier_requests", "read_supplier_request", "list_product_offers",
            "list_open_matches", "list_foreign_presets", "list_price_lists", "read_price_list",
            "read_own_shop", "read_own_days", "list_own_goods",
            "read_own_difference", "read_own_cash", "list_own_reorder", "list_own_purchases", "list_own_losses",
            "read_own_accuracy", "list_reports", "read_report", "read_report_file", "list_report_schedules", "list_report_runs",
        ),
        Access.VIEWER,
    ),
    **dict.fromkeys(
        (
            "track_product", "untrack_product", "follow_link", "look_at_link", "unfollow_shop", "mark_product", "mark_products",
            "track_products", "untrack_products", "make_named_list", "rename_named_list", "delete_named_list",
            "restore_named_list", "put_in_named_list", "take_out_of_named_list", "make_share_link", "revoke_share_link",
            "make_export_link", "revoke_export_link",
            "make_rule", "change_rule", "delete_rule", "restore_rule", "mute_product", "unmute_product",
            "make_score_recipe", "change_score_recipe", "delete_score_recipe",
            "make_niche_recipe", "change_niche_recipe", "delete_niche_recipe", "choose_rival", "watch_query", "unwatch_query",
            "ask_supplier", "decide_offer", "look_at_foreign_table", "watch_foreign_table", "delete_foreign_preset",
            "send_price_list", "set_price_list_columns", "delete_price_list",
            "keep_reorder_terms", "forget_reorder_terms", "announce_sale", "change_announced_sale", "take_back_announced_sale",
            "make_cost_scenario", "change_cost_scenario", "delete_cost_scenario", "add_own_rate",
            "enter_own_purchase", "change_own_purchase", "delete_own_purchase", "restore_own_purchase", "send_own_purchases",
            "say_own_claim", "ask_report", "make_report_again", "delete_report", "add_report_schedule",
            "change_report_schedule", "delete_report_schedule", "send_report_now",
        ),
        Access.ANALYST,
    ),
    **dict.fromkeys(
        (
            "change_role", "list_invitations", "invite", "revoke_invitation", "list_keys", "make_key", "revoke_key",
            "offer_group_code", "list_own_keys", "add_own_key", "change_own_key", "delete_own_key", "change_own_shop",
        ),
        Access.MANAGER,
    ),
    **dict.fromkeys(
        ("rename_organisation", "hand_over", "read_audit_log", "export_audit_log", "switch_own_accuracy",
         "take_home", "read_home_file", "fetch_home_file"), Access.OWNER
    ),
    **dict.fromkeys(
        (
            "read_data_health", "read_capacity", "read_collecting", "switch_collecting", "resume_source", "send_import",
            "read_import", "read_import_rejects", "read_disk_health",
        ),
        Access.OPERATOR,
    ),
}  # fmt: skip
ALL = [route for route in Litestar([router()], openapi_config=None).routes if isinstance(route, HTTPRoute)]
ENDS_THE_ASKER = ("sign_out_others", "sign_out", "delete_account")
"""Asked last, each in a session of its own, or nobody could ask for anything after them."""


def routes() -> list[tuple[str, str, str]]:
    """Operation, method and address of every route there is."""
    found = []
    for route in ALL:
        for method, (handler, _) in route.route_handler_map.items():
            if method != "OPTIONS":
                path = re.sub(r"\{(\w+):\w+\}", lambda place: PLACES[place[1]], route.path)
                found.append((str(handler.operation_id), method, path))
    last = {name: place for place, name in enumerate(ENDS_THE_ASKER, 1)}
    return sorted(found, key=lambda one: (last.get(one[0], 0), one))


def allowed(asker: str, needed: Access) -> bool:
    """Whether this asker may."""
    if needed is Access.OPEN:
        return True
    if asker == "nobody":
        return False
    if needed is Access.PERSON:
        return True
    if needed is Access.OPERATOR:
        return asker == "operator"
    held = "owner" if asker == "operator" else asker
    return held in ROLES and ROLES.index(held) >= ROLES.index(needed)


def test_every_route_is_named_here_with_what_it_asks_for():
    declared = {}
    for route in ALL:
        for method, (handler, _) in route.route_handler_map.items():
            if method != "OPTIONS":
                declared[str(handler.operation_id)] = handler.opt.get("access")
    assert declared == EXPECTED


@pytest.fixture
async def askers(api, db):
    await rows.product(db, 7)
    numbers = {role: await person(api, f"{role}@dokon.uz") for role in ROLES}
    await organisation(api, "Doʻkon", **numbers)
    numbers["lone"] = await person(api, "lone@dokon.uz")
    async with clients(api, **numbers) as found, another(api) as nobody:
        numbers["operator"] = await db.fetchval("SELECT user_id FROM users WHERE operator")
        yield found | {"nobody": nobody, "operator": api, "numbers": numbers}


async def statuses(client, ones: Iterable[tuple[str, str, str]]) -> dict[str, int]:
    found = {}
    for name, method, path in ones:
        if name == "listen":
            method = "HEAD"
        found[name] = (await client.request(method, path, json={} if method != "GET" else None)).status_code
    return found


@pytest.mark.parametrize("asker", ASKERS)
async def test_every_route_lets_in_whom_it_should_and_nobody_else(askers, asker):
    client, number = askers[asker], askers["numbers"].get(asker)
    found = {}
    for one in routes():
        if one[0] in ENDS_THE_ASKER and number is not None:
            client.headers["authorization"] = f"Bearer {(await token(client, number)).access}"
        found |= await statuses(client, [one])
    for name, status in found.items():
        assert status < 500 or name == "ready", f"{name}: {status}"
        if allowed(asker, EXPECTED[name]):
            if name not in ("remove_member", "refresh_session"):
                assert status not in (401, 403), f"{name}: {asker} is kept out ({status})"
        else:
            assert status == (401 if asker == "nobody" else 403), f"{name}: {asker} is let in ({status})"


@pytest.mark.parametrize("kind", ["expired", "forged", "none", "suspended"])
async def test_no_route_takes_a_bad_token_for_anybody(api, db, kind):
    await rows.product(db, 7)
    user_id = await person(api, "manager@dokon.uz")
    await organisation(api, "Doʻkon", owner=user_id)
    good = (await token(api, user_id)).access
    claims = jwt.decode(good, options={"verify_signature": False})
    past = int((datetime.now(UTC) - timedelta(seconds=1)).timestamp())
    bad = {
        "expired": jwt.encode(claims | {"exp": past}, "x" * 32, algorithm="HS256"),
        "forged": jwt.encode(claims, "not-our-secret-not-our-secret-not", algorithm="HS256"),
        "none": jwt.encode(claims, None, algorithm="none"),
        "suspended": good,
    }[kind]
    if kind == "suspended":
        async with transaction(api.app.state.parts.pool, role=GATE_ROLE) as gate:
            await operators.suspend(gate, "manager@dokon.uz", True, datetime.now(UTC))
    async with another(api) as client:
        client.headers["authorization"] = f"Bearer {bad}"
        found = await statuses(client, routes())
    for name, status in found.items():
        if EXPECTED[name] is not Access.OPEN or (kind != "suspended" and name != "refresh_session"):
            assert status == 401, f"{name}: {status}"


async def test_what_belongs_to_another_organisation_is_not_there(api, db, askers):
    """Each route that takes a number of something an organisation has, with the number of a stranger's."""
    stranger = await person(api, "stranger@dokon.uz")
    theirs = await organisation(api, "Boshqa", owner=stranger)
    async with clients(api, stranger=stranger) as found:
        key = (await found["stranger"].post("/api/v1/organisation/keys", json={"name": "k"})).json()["key_id"]
        made = await found["stranger"].post("/api/v1/organisation/invitations", json={"role": "viewer"})
        (device,) = (await found["stranger"].get("/api/v1/account/devices")).json()["items"]
        lists, links = "/api/v1/watchlist/lists", "/api/v1/watchlist/links"
        named = (await found["stranger"].post(lists, json={"name": "l"})).json()["list_id"]
        shared = (await found["stranger"].post(links, json={"list_id": named})).json()["link_id"]
        exported = (await found["stranger"].post("/api/v1/export-links", json={"table": "products"})).json()[
            "link_id"
        ]
        owner = askers["owner"]
        org = "/api/v1/organisation"
        tried = {
            "revoke_key": owner.delete(f"{org}/keys/{key}"),
            "revoke_invitation": owner.delete(f"{org}/invitations/{made.json()['invitation_id']}"),
            "change_role": owner.put(f"{org}/members/{stranger}", json={"role": "viewer"}),
            "remove_member": owner.delete(f"{org}/members/{stranger}"),
            "hand_over": owner.post(f"{org}/hand-over", json={"user_id": stranger}),
            "sign_out_there": owner.delete(f"/api/v1/account/devices/{device['session_id']}"),
            "rename_named_list": owner.patch(f"{lists}/{named}", json={"name": "x"}),
            "delete_named_list": owner.delete(f"{lists}/{named}"),
            "restore_named_list": owner.post(f"{lists}/{named}/restore"),
            "put_in_named_list": owner.post(f"{lists}/{named}/put-in", json={"product_ids": [7]}),
            "take_out_of_named_list": owner.post(f"{lists}/{named}/take-out", json={"product_ids": [7]}),
            "make_share_link": owner.post(links, json={"list_id": named}),
            "revoke_share_link": owner.delete(f"{links}/{shared}"),
            "revoke_export_link": owner.delete(f"/api/v1/export-links/{exported}"),
            "act_for_organisation": owner.put("/api/v1/session/organisation", json={"org_id": theirs}),
        }
        for name, asking in tried.items():
            assert (await asking).status_code == 404, name
        assert (await found["stranger"].get(f"{org}/keys")).json()["items"][0]["state"] == "active"
        assert (await found["stranger"].get("/api/v1/account/devices")).status_code == 200
        (kept,) = (await found["stranger"].get(lists)).json()["items"]
        assert (kept["name"], kept["products"], kept["deleted_at"]) == ("l", 0, None)
        assert (await found["stranger"].get(links)).json()["items"][0]["state"] == "open"
