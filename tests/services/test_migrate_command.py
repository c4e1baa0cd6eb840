"""`ventra migrate` and its plan."""

from __future__ import annotations

import os
import subprocess
import sys

import msgspec
import psycopg
import pytest

from fixtures.stores import run_sql
from ventra import __version__
from ventra.infra.migrate import upgrade
from ventra.infra.schema import known

HEAD = known()[-1].id
NEWER = """
INSERT INTO schema_history (revision, oldest_release, applied_by) VALUES ('9999', '{}', '99.0.0');
UPDATE alembic_version SET version_num = '9999'
"""


def migrate(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ventra.services.cli", "migrate", *arguments],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_it_says_each_step_and_where_it_got(empty_database_url: str) -> None:
    first = migrate(empty_database_url, "--json")
    assert first.returncode == 0, first.stderr
    ids = [one.id for one in known()]
    assert msgspec.json.decode(first.stdout) == {
        "from": None, "revision": HEAD, "applied": ids, "newer": False,
    }  # fmt: skip
    assert all(f"{one.id}: {one.title}" in first.stderr for one in known())
    second = migrate(empty_database_url)
    assert (second.returncode, second.stdout) == (0, "")
    assert second.stderr == f"the database is at the newest schema, revision {HEAD}\n"


def test_a_plan_tells_what_is_missing_and_changes_nothing(empty_database_url: str) -> None:
    upgrade(empty_database_url, to="0003")
    plan = migrate(empty_database_url, "--plan")
    assert plan.returncode == 0, plan.stderr
    assert f"at revision 0003; the newest is {HEAD}, {len(known()) - 3} to run" in plan.stdout
    assert "builds index products_title on products; reads and writes go on" in plan.stdout
    assert "makes table schema_history" in plan.stdout
    assert "CREATE" not in plan.stdout
    told = msgspec.json.decode(migrate(empty_database_url, "--plan", "--json", "--sql").stdout)
    assert [step["revision"] for step in told["missing"]] == [one.id for one in known()[3:]]
    assert "CREATE INDEX CONCURRENTLY IF NOT EXISTS products_title" in told["missing"][0]["sql"]
    assert (told["revision"], told["newest"], told["release"]) == ("0003", HEAD, __version__)
    with psycopg.connect(empty_database_url) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchone() == ("0003",)


def test_the_sql_of_a_plan_is_what_would_run(empty_database_url: str) -> None:
    plan = migrate(empty_database_url, "--plan", "--sql", "--json")
    with psycopg.connect(empty_database_url, autocommit=True) as db:
        for step in msgspec.json.decode(plan.stdout)["missing"]:
            for statement in step["sql"].replace("\n\n", "\0").split(";\0"):
                db.execute(statement.replace("\0", "\n\n").encode())
    after = migrate(empty_database_url)
    assert after.stderr == f"the database is at the newest schema, revision {HEAD}\n"
    with psycopg.connect(empty_database_url) as db:
        assert db.execute("SELECT count(*) FROM schema_history").fetchone() == (len(known()),)


@pytest.mark.parametrize(("oldest", "status"), [(__version__, 0), ("98.7.6", 1)])
@pytest.mark.parametrize("arguments", [(), ("--plan",)])
def test_a_newer_database_is_told_as_such(
    database_url: str, oldest: str, status: int, arguments: tuple[str, ...]
) -> None:
    run_sql(database_url, NEWER.format(oldest))
    done = migrate(database_url, *arguments)
    assert done.returncode == status
    said = done.stdout + done.stderr
    assert "9999" in said
    assert f"allows releases from {oldest} on" in said


def test_wrong_calls_and_servers_away(empty_database_url: str) -> None:
    assert migrate(empty_database_url, "--sql").returncode == 2
    away = migrate("postgresql://ventra:hidden@127.0.0.1:1/nowhere")
    assert away.returncode == 1
    assert "Postgres does not answer" in away.stderr
    assert "hidden" not in away.stderr
