"""Migrations: once however many start, never in the way of the traffic, and in plain words where they cannot run."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from fixtures.migrating import one_more, without_vector
from fixtures.stores import run_sql
from ventra.errors import SchemaUnfit, SettingWrong, Unavailable
from ventra.infra.migrate import Patience, upgrade
from ventra.infra.roles import APP_ROLE, GATE_ROLE, WORKER_ROLE
from ventra.infra.schema import known
from ventra.services.embedded.postgres import EmbeddedPostgres

LOCK = 7_239_401
INDEX_WAITS = """
SELECT 1 FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'
"""
HASTY = Patience(turn_seconds=0.5, lock_seconds=0.2, pauses_seconds=(0.2, 0.2))


def rows(url: str, sql: str) -> list[Any]:
    with psycopg.connect(url) as db:
        return db.execute(sql.encode()).fetchall()


@contextmanager
def session(url: str, *said: str) -> Iterator[psycopg.Connection[Any]]:
    """Somebody's session, with a transaction left open after these statements."""
    with psycopg.connect(url, application_name="somebody") as db:
        for sql in said:
            db.execute(sql.encode())
        yield db


def test_every_revision_leaves_a_row_that_says_which_release_it_allows(database_url: str) -> None:
    noted = rows(database_url, "SELECT revision, oldest_release, applied_by FROM schema_history ORDER BY 1")
    assert noted == [(one.id, one.oldest_release, "0.1.0") for one in known()]


def test_functions_arrive_as_they_are_written(database_url: str) -> None:
    (body,) = rows(database_url, "SELECT prosrc FROM pg_proc WHERE proname = 'ventra_make_month'")[0]
    assert "LIKE '%observations'" in body
    assert "%%" not in body


def test_several_at_once_migrate_once(empty_database_url: str) -> None:
    code = "import sys; from ventra.infra.migrate import upgrade; upgrade(sys.argv[1], say=print)"
    running = [
        subprocess.Popen([sys.executable, "-c", code, empty_database_url], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    said = [process.communicate(timeout=120)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0, 0]
    applied = sorted(line[:4] for words in said for line in words.splitlines() if line[:4].isdigit())
    assert applied == [one.id for one in known()]
    assert rows(empty_database_url, "SELECT version_num FROM alembic_version") == [(known()[-1].id,)]


def test_who_migrates_for_too_long_is_named(empty_database_url: str) -> None:
    with (
        session(empty_database_url, f"SELECT pg_advisory_lock({LOCK})"),
        pytest.raises(Unavailable, match="somebody"),
    ):
        upgrade(empty_database_url, patience=HASTY)
    upgrade(empty_database_url, patience=HASTY)


def test_an_index_left_half_built_is_built_again(empty_database_url: str) -> None:
    upgrade(empty_database_url, to="0003")
    run_sql(empty_database_url, "CREATE INDEX products_first_seen ON products (first_seen, product_id)")
    run_sql(
        empty_database_url,
        "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'products_first_seen'::regclass",
    )
    upgrade(empty_database_url)
    assert (
        rows(empty_database_url, "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid") == []
    )


def test_an_index_waits_for_an_old_transaction_and_nobody_waits_for_it(empty_database_url: str) -> None:
    upgrade(empty_database_url, to="0003")
    snapshot = ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", "SELECT count(*) FROM watch")
    with session(empty_database_url, *snapshot) as backup:
        with pytest.raises(Unavailable, match=r"CREATE INDEX CONCURRENTLY.*somebody"):
            upgrade(empty_database_url, patience=HASTY)
        migrating = threading.Thread(target=upgrade, args=(empty_database_url,))
        migrating.start()
        try:
            until = time.monotonic() + 60
            while not rows(empty_database_url, INDEX_WAITS):
                assert time.monotonic() < until
            run_sql(empty_database_url, "SET lock_timeout = '5s'; UPDATE products SET state = 'gone'")
        finally:
            backup.rollback()
            migrating.join(timeout=60)
    assert rows(empty_database_url, "SELECT version_num FROM alembic_version") == [(known()[-1].id,)]
    assert rows(empty_database_url, "SELECT 1 FROM pg_index WHERE NOT indisvalid") == []


def test_a_revision_that_waits_for_a_lock_lets_the_traffic_pass(database_url: str, tmp_path: Path) -> None:
    folder = one_more(tmp_path, "ALTER TABLE products ADD COLUMN note text")
    patience, said = Patience(lock_seconds=0.3, pauses_seconds=(0.3,) * 200), []
    with session(database_url, "SELECT count(*) FROM products") as slow_reader:
        migrating = threading.Thread(
            target=upgrade,
            args=(database_url,),
            kwargs={"folder": folder, "patience": patience, "say": said.append},
        )
        migrating.start()
        try:
            waits = []
            while len(said) < 3:
                began = time.monotonic()
                assert rows(database_url, "SELECT count(*) FROM products") == [(0,)]
                waits.append(time.monotonic() - began)
        finally:
            slow_reader.rollback()
            migrating.join(timeout=60)
    assert all("ALTER TABLE products" in words and "somebody" in words for words in said[:3])
    assert max(waits) < 10, "readers stood in the queue behind a migration"
    assert rows(database_url, "SELECT version_num FROM alembic_version") == [("9999",)]


def test_a_lock_that_cannot_be_had_ends_it_and_changes_nothing(database_url: str, tmp_path: Path) -> None:
    folder = one_more(tmp_path, "ALTER TABLE products ADD COLUMN note text")
    with (
        session(database_url, "SELECT count(*) FROM products"),
        pytest.raises(Unavailable, match=r"products.*somebody"),
    ):
        upgrade(database_url, folder=folder, patience=HASTY)
    assert rows(database_url, "SELECT version_num FROM alembic_version") == [(known()[-1].id,)]


def test_a_revision_that_fails_is_rolled_back_and_named(database_url: str, tmp_path: Path) -> None:
    folder = one_more(tmp_path, "CREATE TABLE half (); SELECT 1 / 0")
    with pytest.raises(SchemaUnfit, match=r"division by zero.*SELECT 1 / 0"):
        upgrade(database_url, folder=folder)
    assert rows(database_url, "SELECT to_regclass('half')::text, version_num FROM alembic_version") == [
        (None, known()[-1].id)
    ]


def test_a_newer_database_is_left_as_it_is(database_url: str) -> None:
    run_sql(database_url, "UPDATE alembic_version SET version_num = '9999'")
    upgrade(database_url)
    assert rows(database_url, "SELECT version_num FROM alembic_version") == [("9999",)]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (lambda url: url.replace("ventra:", "ventra:wrong"), SettingWrong),
        (lambda url: url.rsplit("/", 1)[0] + "/nowhere", SettingWrong),
        (lambda url: url + "?sslmode=bogus", SettingWrong),
        (lambda url: url + "?pool_mode=bogus", SettingWrong),
        (lambda url: url.replace(url.rsplit(":", 1)[1].split("/")[0], "1"), Unavailable),
    ],
)
def test_why_a_server_is_not_reached_is_said_without_the_password(
    empty_database_url: str, wrong: Any, error: type[Exception]
) -> None:
    password = empty_database_url.split(":")[2].split("@")[0]
    with pytest.raises(error) as refused:
        upgrade(wrong(empty_database_url))
    assert password not in str(refused.value)


def test_a_server_without_pgvector_is_told_both_remedies(open_home: Path, postgres_version: int) -> None:
    with without_vector(open_home, postgres_version) as url:
        with pytest.raises(SchemaUnfit) as told:
            upgrade(url)
        assert rows(url, "SELECT to_regclass('products')::text") == [(None,)]
    for word in ("lacks pgvector", "template with pgvector", "pgvector/pgvector:pg16"):
        assert word in str(told.value)


def make_role(url: str, role: str) -> None:
    """What another database of the same server may have done already."""
    with contextlib.suppress(psycopg.errors.DuplicateObject):
        run_sql(url, f"CREATE ROLE {role} NOLOGIN")


def test_a_role_that_may_not_install_pgvector_is_told_what_to_do(
    postgres: EmbeddedPostgres, empty_database_url: str
) -> None:
    name = empty_database_url.rsplit("/", 1)[1]
    run_sql(postgres.url("postgres"), f"CREATE ROLE tenant_{name} LOGIN PASSWORD 'tenant'")
    try:
        run_sql(postgres.url("postgres"), f"ALTER DATABASE {name} OWNER TO tenant_{name}")
        tenant = empty_database_url.split("@")[1]
        with pytest.raises(SchemaUnfit, match=r"CREATE EXTENSION vector.*pgvector/pgvector:pg16"):
            upgrade(f"postgresql://tenant_{name}:tenant@{tenant}")
        run_sql(empty_database_url, "CREATE EXTENSION vector")
        with pytest.raises(SchemaUnfit, match=r"CREATE ROLE ventra_app NOLOGIN; GRANT ventra_app TO …"):
            upgrade(f"postgresql://tenant_{name}:tenant@{tenant}")
        for role in (APP_ROLE, WORKER_ROLE, GATE_ROLE):
            make_role(postgres.url("postgres"), role)
            run_sql(postgres.url("postgres"), f"GRANT {role} TO tenant_{name}")
        upgrade(f"postgresql://tenant_{name}:tenant@{tenant}")
    finally:
        run_sql(postgres.url("postgres"), f"ALTER DATABASE {name} OWNER TO ventra")
        run_sql(empty_database_url, f"REASSIGN OWNED BY tenant_{name} TO ventra")
        run_sql(empty_database_url, f"DROP OWNED BY tenant_{name}")
        run_sql(postgres.url("postgres"), f"DROP ROLE tenant_{name}")
