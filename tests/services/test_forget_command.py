"""`ventra forget-chat`: nothing of the person is left, and nobody else is touched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

pytestmark = pytest.mark.once


def forget(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ventra.services.cli", "forget-chat", *arguments],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": database_url, "NODE_ENV": "production"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def everywhere(db: psycopg.Connection, number: int) -> list[str]:
    """Tables that hold a number in any column of a row."""
    tables = db.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    ).fetchall()
    found = "SELECT EXISTS (SELECT FROM {} t WHERE to_jsonb(t)::text ~ %s)"
    return [
        name
        for (name,) in tables
        if db.execute(found.format(name), (rf"\m{number}\M",)).fetchone() == (True,)
    ]


def test_a_person_who_asks_is_forgotten_and_nobody_else(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as db:
        db.execute(
            "INSERT INTO telegram_chats (chat_id, language) VALUES (7700001, 'uz'), (7700002, 'ru'), (-7700003, 'en')"
        )
        assert everywhere(db, 7700001) == ["telegram_chats"]
        done = forget(database_url, "7700001")
        assert (done.returncode, done.stderr) == (0, "chat 7700001 is forgotten\n")
        assert everywhere(db, 7700001) == []
        again = forget(database_url, "7700001")
        assert (again.returncode, again.stderr) == (0, "nothing is kept of chat 7700001\n")
        assert forget(database_url, "-7700003").returncode == 0
        assert db.execute("SELECT chat_id FROM telegram_chats").fetchall() == [(7700002,)]


def test_what_is_no_chat_is_a_wrong_call(database_url: str) -> None:
    assert forget(database_url, "Dilnoza").returncode == 2
    wrong = forget(database_url, "9" * 30)
    assert (wrong.returncode, "Traceback" in wrong.stderr) == (2, False)


def test_what_the_page_on_personal_data_names_is_there_and_its_statements_work(
    database_url: str, checkout: Path
) -> None:
    page = (checkout / "docs" / "personal-data.md").read_text()
    (statements,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    with psycopg.connect(database_url, autocommit=True) as db:
        tables = {
            name for (name,) in db.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        }
        named = set(re.findall(r"`([a-z]+(?:_[a-z]+)+|sellers|imports|quarantine)`", page))
        assert named == {
            "telegram_chats",
            "api_keys",
            "alert_channels",
            "sellers",
            "followed_shops",
            "imports",
            "import_parts",
            "import_rejects",
            "quarantine",
            "recovery_codes",
            "audit_log",
            "marked_products",
            "product_tags",
            "product_lists",
            "saved_views",
            "export_links",
            "score_recipes",
            "niche_recipes",
            "rival_choices",
            "watched_queries",
            "announced_sales",
            "own_rates",
            "cost_scenarios",
            "supplier_requests",
            "price_lists",
            "report_schedules",
            "offer_matches",
            "home_files",
            "foreign_presets",
            "own_keys",
            "own_purchases",
            "own_claims",
        }
        assert named <= tables
        db.execute(
            "INSERT INTO sellers (seller_id, title, slug) VALUES (501, 'Ali', 'ali'), (502, 'Vali', 'vali')"
        )
        for product, seller in ((1, 501), (2, 502)):
            db.execute(
                "INSERT INTO products (product_id, bucket, seller_id) VALUES (%s, 0, %s)", (product, seller)
            )
            db.execute("INSERT INTO watch (product_id) VALUES (%s)", (product,))
        db.execute("INSERT INTO followed_shops (slug, seller_id) VALUES ('ali', 501), ('vali', 502)")
        db.execute(statements.encode())
        assert db.execute("SELECT slug FROM followed_shops").fetchall() == [("vali",)]
        assert db.execute("SELECT product_id FROM watch").fetchall() == [(2,)]
        assert db.execute("SELECT title FROM sellers ORDER BY seller_id").fetchall() == [(None,), ("Vali",)]
        db.execute("INSERT INTO imports (file_name) VALUES ('a.csv')")
        db.execute("INSERT INTO import_rejects VALUES (1, 1, 'why', 'who')")
        db.execute(re.findall(r"`(DELETE FROM imports WHERE id = )7;`", page)[0].encode() + b"1")
        assert db.execute("SELECT count(*) FROM import_rejects").fetchone() == (0,)
