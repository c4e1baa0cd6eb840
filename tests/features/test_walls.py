"""The second wall: what a statement forgets, Postgres refuses, whoever signed in, also through a transaction pooler."""

from __future__ import annotations

import asyncpg
import pytest

from fakes.pooler import Pooler
from fixtures.stores import run_sql
from ventra.infra.db import open_pool, transaction
from ventra.infra.roles import APP_ROLE, GATE_ROLE, WORKER_ROLE, acting

OWN = (
    "organisations", "members", "invitations", "api_keys", "audit_log", "trackers", "shop_followers", "marked_products",
    "product_tags", "product_lists", "listed_products", "share_links", "saved_views",
    "alert_rules", "alert_mutes", "alert_states", "alerts", "alert_reads", "alert_channels", "alert_deliveries",
    "alert_group_codes", "score_recipes", "niche_recipes", "rival_choices", "watched_queries", "reorder_terms",
    "announced_sales", "own_rates", "cost_scenarios", "supplier_calls", "supplier_requests", "price_lists", "supplier_offers",
    "offer_matches", "own_keys", "own_shops", "own_feeds", "own_skus", "own_stock_days", "own_order_items", "own_fbs_orders",
    "own_returns", "own_return_items", "own_invoices", "own_invoice_items", "own_expenses", "own_purchases", "own_claims",
    "own_fits", "own_fit_switches", "report_schedules", "report_schedule_channels", "reports", "export_links", "home_files",
    "home_parts", "foreign_presets",
)  # fmt: skip
SECRET = ("recovery_codes", "passkeys", "one_use_links", "letters", "sessions")
FILL = """
INSERT INTO users (user_id, email, password_hash) OVERRIDING SYSTEM VALUE VALUES (1, 'a@a.uz', 'x'), (2, 'b@b.uz', 'x');
INSERT INTO organisations (org_id, name) VALUES (10, 'A'), (20, 'B');
INSERT INTO members (org_id, user_id, role) VALUES (10, 1, 'owner'), (20, 2, 'owner');
INSERT INTO invitations (org_id, digest, role, expires_at) VALUES (10, 'a', 'viewer', now()), (20, 'b', 'viewer', now());
INSERT INTO api_keys (org_id, made_by, name, prefix, digest, scope, per_minute)
VALUES (10, 1, 'a', 'a', 'a', 'read', 1), (20, 2, 'b', 'b', 'b', 'read', 1);
INSERT INTO audit_log (org_id, deed) VALUES (10, 'a'), (20, 'b');
INSERT INTO trackers (org_id, product_id) VALUES (10, 1), (20, 2);
INSERT INTO followed_shops (slug) VALUES ('a'), ('b');
INSERT INTO shop_followers (org_id, slug) VALUES (10, 'a'), (20, 'b');
INSERT INTO marked_products (org_id, product_id) VALUES (10, 1), (20, 2);
INSERT INTO product_tags (org_id, product_id, folded, tag) VALUES (10, 1, 'a', 'a'), (20, 2, 'b', 'b');
INSERT INTO product_lists (org_id, list_id, name, folded) OVERRIDING SYSTEM VALUE VALUES (10, 1, 'a', 'a'), (20, 2, 'b', 'b');
INSERT INTO listed_products (org_id, list_id, product_id) VALUES (10, 1, 1), (20, 2, 2);
INSERT INTO share_links (org_id, digest, expires_at) VALUES (10, 'a', now()), (20, 'b', now());
INSERT INTO export_links (org_id, digest, source, sort, language, made_by, expires_at)
VALUES (10, 'a', 'products', 'price', 'uz', 1, now()), (20, 'b', 'products', 'price', 'uz', 2, now());
INSERT INTO saved_views (org_id, user_id, page, name, folded, query)
VALUES (10, 1, 'watchlist', 'a', 'a', ''), (20, NULL, 'watchlist', 'b', 'b', '');
INSERT INTO alert_rules (org_id, rule_id, scope, kinds, units, limits, days, others) OVERRIDING SYSTEM VALUE
SELECT org_id, org_id, 'tracked', '{stock_out}', '{""}', '{0}', '{0}', '{0}' FROM organisations WHERE org_id IN (10, 20);
INSERT INTO alert_mutes (org_id, subject_id) VALUES (10, 1), (20, 2);
INSERT INTO alert_states (rule_id, subject_id, org_id, is_open, episode, level, since) VALUES
(10, 1, 10, true, 1, 0, now()), (20, 1, 20, true, 1, 0, now());
INSERT INTO alerts (org_id, rule_id, subject_id, episode, kind, opened_at, told_at) VALUES
(10, 10, 1, 1, 'stock_out', now(), now()), (20, 20, 1, 1, 'stock_out', now(), now());
INSERT INTO alert_reads (org_id, user_id, alert_id) VALUES (10, 1, 1), (20, 2, 1);
INSERT INTO alert_channels (org_id, channel_id, kind, address, language) OVERRIDING SYSTEM VALUE VALUES
(10, 1, 'telegram', '1', 'uz'), (20, 2, 'telegram', '1', 'uz');
INSERT INTO alert_deliveries (org_id, channel_id, what, key) VALUES (10, 1, 'test', '1'), (20, 2, 'test', '1');
INSERT INTO alert_group_codes (digest, org_id, user_id, expires_at) VALUES ('a', 10, 1, now()), ('b', 20, 2, now());
INSERT INTO score_recipes (org_id, made_by, name, folded, weights) VALUES (10, 1, 'a', 'a', '{}'), (20, 2, 'b', 'b', '{}');
INSERT INTO niche_recipes (org_id, made_by, name, folded, wish) VALUES (10, 1, 'a', 'a', '{}'), (20, 2, 'b', 'b', '{}');
INSERT INTO rival_choices (org_id, product_id, rival_id, added) VALUES (10, 1, 2, true), (20, 2, 1, false);
INSERT INTO watched_queries (org_id, text_uz, folded) VALUES (10, 'a', 'a'), (20, 'b', 'b');
INSERT INTO supplier_calls (org_id, month, source) VALUES (10, '2026-11-01', 'google'), (20, '2026-11-01', 'google');
INSERT INTO supplier_requests (org_id, source, query) VALUES (10, 'google', 'a'), (20, 'google', 'b');
INSERT INTO price_lists (org_id, list_id, name, head_lines, columns) OVERRIDING SYSTEM VALUE
VALUES (10, 1, 'a', 0, '{}'), (20, 2, 'b', 0, '{}');
INSERT INTO supplier_offers (org_id, offer_id, source, item, title, price, currency, seen_at) OVERRIDING SYSTEM VALUE
VALUES (10, 1, 'google', 'a', 'a', 1, 'USD', now()), (20, 2, 'google', 'b', 'b', 1, 'USD', now());
INSERT INTO offer_matches (org_id, product_id, offer_id, parts, score, score_low, score_high)
VALUES (10, 1, 1, '{1,1,1,1}', 1, 1, 1), (20, 1, 2, '{1,1,1,1}', 1, 1, 1);
INSERT INTO reorder_terms (org_id, product_id, lead_days, lead_spread_days, service_level, review_days, least_pieces, pack_pieces)
VALUES (10, 1, 9, 0, 0.9, 7, 0, 1), (20, 2, 9, 0, 0.9, 7, 0, 1);
INSERT INTO announced_sales (org_id, product_id, first_day, last_day, price_uzs)
VALUES (10, 1, '2026-01-05', '2026-01-09', 1), (20, 2, '2026-01-05', '2026-01-09', 1);
INSERT INTO own_rates (org_id, made_by, key, valid_from, checked_on) VALUES
(10, 1, 'commission', now(), now()), (20, 2, 'commission', now(), now());
INSERT INTO cost_scenarios (org_id, made_by, name, folded, inputs) VALUES (10, 1, 'a', 'a', '{}'), (20, 2, 'b', 'b', '{}');
INSERT INTO foreign_presets (org_id, name, folded, heads) VALUES (10, 'a', 'a', '{}'), (20, 'b', 'b', '{}');
INSERT INTO home_files (org_id, file_id) OVERRIDING SYSTEM VALUE VALUES (10, 1), (20, 2);
INSERT INTO home_parts (org_id, file_id, part, body) VALUES (10, 1, 0, ''), (20, 2, 0, '');
INSERT INTO own_keys (org_id, key_id, name, sealed, tail) OVERRIDING SYSTEM VALUE VALUES
(10, 1, 'a', 'a', 'a'), (20, 2, 'b', 'b', 'b');
INSERT INTO own_shops (org_id, shop_id, key_id, title) VALUES
(10, 1, 1, 'a'), (20, 2, 2, 'a');
INSERT INTO own_feeds (org_id, key_id, shop_id, feed) VALUES
(10, 1, 0, 'skus'), (20, 2, 0, 'skus');
INSERT INTO own_skus (org_id, sku_id, shop_id, product_id, seen_at) VALUES
(10, 1, 1, 1, now()), (20, 2, 2, 2, now());
INSERT INTO own_stock_days (org_id, sku_id, day, seen_at) VALUES
(10, 1, '2026-11-01', now()), (20, 2, '2026-11-01', now());
INSERT INTO own_order_items (org_id, item_id, order_id, shop_id, ordered_at, status, amount, returned,
first_seen_at, changed_at, seen_at) VALUES
(10, 1, 1, 1, now(), 'PROCESSING', 1, 0, now(), now(), now()), (20, 2, 1, 2, now(), 'PROCESSING', 1, 0, now(), now(), now());
INSERT INTO own_fbs_orders (org_id, order_id, shop_id, status, created_at, changed_at, seen_at) VALUES
(10, 1, 1, 'CREATED', now(), now(), now()), (20, 2, 2, 'CREATED', now(), now(), now());
INSERT INTO own_returns (org_id, return_id, shop_id, kind, status, created_at, changed_at, seen_at) VALUES
(10, 1, 1, 'RETURN', 'NEW', now(), now(), now()), (20, 2, 2, 'RETURN', 'NEW', now(), now(), now());
INSERT INTO own_return_items (org_id, return_id, item_id) VALUES
(10, 1, 1), (20, 2, 2);
INSERT INTO own_invoices (org_id, invoice_id, shop_id, changed_at, seen_at) VALUES
(10, 1, 1, now(), now()), (20, 2, 2, now(), now());
INSERT INTO own_invoice_items (org_id, invoice_id, sku_id) VALUES
(10, 1, 1), (20, 2, 2);
INSERT INTO own_expenses (org_id, payment_id, shop_id, kind, status, created_at, changed_at, seen_at) VALUES
(10, 1, 1, 'OUTCOME', 'CONFIRMED', now(), now(), now()), (20, 2, 2, 'OUTCOME', 'CONFIRMED', now(), now(), now());
INSERT INTO own_purchases (org_id, made_by, sku_id, day, pieces, cost_uzs) VALUES
(10, 1, 1, '2026-11-01', 1, 1), (20, 2, 2, '2026-11-01', 1, 1);
INSERT INTO own_claims (org_id, changed_by, subject, state, pieces) VALUES
(10, 1, 'missing-1', 'claimed', 1), (20, 2, 'missing-2', 'claimed', 1);
INSERT INTO own_fits (org_id, category_id, version, made_at, days, products, factors, why, held_out) VALUES
(10, 1, 1, now(), 1, 1, '{1}', 'learned', '{}'), (20, 1, 1, now(), 1, 1, '{1}', 'learned', '{}');
INSERT INTO own_fit_switches VALUES (10, true, now()), (20, true, now());
INSERT INTO report_schedules (org_id, schedule_id, made_by, kind, days, language, every, hour, next_at)
OVERRIDING SYSTEM VALUE
VALUES (10, 1, 1, 'watchlist', 7, 'uz', 'week', 9, now()), (20, 2, 2, 'watchlist', 7, 'uz', 'week', 9, now());
INSERT INTO report_schedule_channels (org_id, schedule_id, channel_id) VALUES (10, 1, 1), (20, 2, 2);
INSERT INTO reports (org_id, made_by, kind, days, language) VALUES (10, 1, 'watchlist', 7, 'uz'), (20, 2, 'watchlist', 7, 'uz');
INSERT INTO sessions (user_id, refresh, way, expires_at) VALUES (1, 'a', 'password', now());
"""


@pytest.fixture
async def app(database_url):
    """A pool as the api's, signed in as a superuser, on a database with two organisations."""
    run_sql(database_url, FILL)
    pool = await open_pool(database_url, at_most=2, role=APP_ROLE)
    async with transaction(pool) as db:
        assert await db.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")
    yield pool
    await pool.close()


async def seen(pool, table, **how):
    async with transaction(pool, **how) as db:
        return [row["org_id"] for row in await db.fetch(f"SELECT org_id FROM {table}")]


@pytest.mark.parametrize("table", OWN)
async def test_a_statement_that_names_no_organisation_sees_its_own_alone(app, table):
    assert await seen(app, table, org_id=10) == [10]
    assert await seen(app, table, org_id=20) == [20]
    assert await seen(app, table) == []
    if table not in ("api_keys", "invitations"):
        assert sorted(await seen(app, table, role=WORKER_ROLE)) == [10, 20]


async def test_every_table_with_an_organisation_is_walled(app):
    async with transaction(app, role=WORKER_ROLE) as db:
        rows = await db.fetch(
            """
            SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS forced FROM pg_class c
             WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
               AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id')
            """
        )
    assert {row["relname"]: row["forced"] for row in rows} == dict.fromkeys([*OWN, "sessions"], True)


@pytest.mark.parametrize("table", SECRET)
async def test_what_proves_people_is_out_of_reach_of_everything_but_the_gate(app, table):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(app, org_id=10) as db:
            await db.fetch(f"SELECT * FROM {table}")
    async with transaction(app, role=GATE_ROLE) as db:
        await db.fetch(f"SELECT * FROM {table}")


async def test_colleagues_are_seen_and_their_secrets_are_not(app):
    async with transaction(app, org_id=10) as db:
        assert [row["email"] for row in await db.fetch("SELECT email FROM users")] == ["a@a.uz"]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(app, org_id=10) as db:
            await db.fetch("SELECT password_hash FROM users")


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO trackers (org_id, product_id) VALUES (20, 9)",
        "INSERT INTO audit_log (org_id, deed) VALUES (20, 'made up')",
        "INSERT INTO api_keys (org_id, name, prefix, digest, scope, per_minute) VALUES (20, 'x', 'x', 'x', 'admin', 1)",
        "UPDATE members SET org_id = 20",
        "INSERT INTO members (org_id, user_id, role) VALUES (20, 1, 'owner')",
        "INSERT INTO marked_products (org_id, product_id) VALUES (20, 9)",
        "INSERT INTO listed_products (org_id, list_id, product_id) VALUES (20, 2, 2)",
        "INSERT INTO share_links (org_id, digest, expires_at) VALUES (20, 'c', now())",
        "INSERT INTO export_links (org_id, digest, source, sort, language, made_by, expires_at) "
        "VALUES (20, 'c', 'products', 'price', 'uz', 1, now())",
        "UPDATE product_lists SET org_id = 20",
        "INSERT INTO saved_views (org_id, page, name, folded, query) VALUES (20, 'watchlist', 'c', 'c', '')",
        "INSERT INTO score_recipes (org_id, name, folded, weights) VALUES (20, 'c', 'c', '{}')",
        "INSERT INTO niche_recipes (org_id, name, folded, wish) VALUES (20, 'c', 'c', '{}')",
        "INSERT INTO rival_choices (org_id, product_id, rival_id, added) VALUES (20, 8, 9, true)",
        "INSERT INTO watched_queries (org_id, text_uz, folded) VALUES (20, 'c', 'c')",
        "INSERT INTO supplier_requests (org_id, source, query) VALUES (20, 'google', 'c')",
        "UPDATE offer_matches SET org_id = 20",
        "INSERT INTO home_files (org_id) VALUES (20)",
        "INSERT INTO own_shops (org_id, shop_id, title) VALUES (20, 3, 'c')",
        "UPDATE own_keys SET org_id = 20",
        "INSERT INTO currency_rates VALUES ('USD', '2026-11-01', 1, 1)",
        "INSERT INTO reports (org_id, kind, days, language) VALUES (20, 'watchlist', 28, 'uz')",
        "INSERT INTO report_schedule_channels (org_id, schedule_id, channel_id) VALUES (20, 2, 1)",
        "UPDATE report_schedules SET org_id = 20",
        "UPDATE reorder_terms SET org_id = 20, product_id = 2",
        "INSERT INTO announced_sales (org_id, product_id, first_day, last_day, price_uzs) "
        "VALUES (20, 1, '2026-01-05', '2026-01-09', 1)",
        "INSERT INTO own_rates (org_id, key, valid_from, checked_on) VALUES (20, 'c', now(), now())",
        "UPDATE own_rates SET likely = 1, low = 1, high = 1",
        "INSERT INTO cost_scenarios (org_id, name, folded, inputs) VALUES (20, 'c', 'c', '{}')",
        "UPDATE own_fits SET org_id = 20, version = 2",
        "UPDATE product_scores SET score = 100",
        "UPDATE niches SET units = 100",
        "INSERT INTO sales_days (product_id) VALUES (1)",
        "UPDATE plans SET products = NULL",
        "UPDATE users SET operator = true",
    ],
)
async def test_nothing_is_written_beyond_the_wall(app, change):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(app, org_id=10) as db:
            await db.execute(change)


async def test_what_another_organisation_has_is_neither_changed_nor_removed(app):
    async with transaction(app, org_id=10) as db:
        assert await db.execute("UPDATE api_keys SET name = 'mine' WHERE org_id = 20") == "UPDATE 0"
        assert await db.execute("DELETE FROM trackers WHERE org_id = 20") == "DELETE 0"


async def test_the_worker_reads_no_keys_and_makes_nobody_anything(app):
    for statement in ("SELECT * FROM api_keys", "UPDATE users SET operator = true", "DELETE FROM audit_log"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(app, role=WORKER_ROLE) as db:
                await db.execute(statement)


async def test_the_role_ends_with_the_transaction_and_a_widened_one_with_its_block(app):
    async with transaction(app, org_id=10) as db:
        async with acting(db, WORKER_ROLE):
            assert await db.fetchval("SELECT count(*) FROM trackers") == 2
        assert await db.fetchval("SELECT count(*) FROM trackers") == 1
    async with app.acquire() as line:
        assert await line.fetchval("SELECT current_user = session_user")
        assert await line.fetchval("SELECT ventra_org()") is None


async def test_through_a_transaction_pooler_tenants_share_a_line_and_nothing_else(database_url):
    run_sql(database_url, FILL)
    pooler = Pooler(database_url)
    pool = await open_pool(await pooler.start(), at_most=3, role=APP_ROLE)
    try:
        for _ in range(3):
            for table in OWN:
                assert await seen(pool, table, org_id=10) == [10]
                assert await seen(pool, table) == []
                assert await seen(pool, table, org_id=20) == [20]
    finally:
        await pool.close()
        await pooler.stop()


async def test_a_role_that_is_none_of_ours_is_refused(app):
    with pytest.raises(ValueError, match="no role of ours"):
        async with transaction(app, role="postgres; DROP TABLE users"):
            pass
