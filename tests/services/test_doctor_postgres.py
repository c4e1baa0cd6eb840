"""Doctor on Postgres: each cause by its name, and what it needs to be able to."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from fakes.pooler import Pooler
from fixtures.doctor import examined, found_by
from fixtures.migrating import without_vector
from fixtures.stores import run_sql
from ventra.infra.schema import known
from ventra.services.doctor import postgres as postgres_checks
from ventra.services.doctor.examine import CHECKS
from ventra.services.embedded.postgres import EmbeddedPostgres
from ventra.services.processes.children import free_port

ALL = ("postgres", "postgres_version", "pgvector", "schema", "partitions", "connections")
HEAD = known()[-1].id


async def test_a_database_as_it_should_be_is_fine_in_every_way(database_url: str) -> None:
    found = await examined({"DATABASE_URL": database_url}, *ALL)
    assert {each.name: each.state for each in found} == dict.fromkeys(ALL, "ok")
    told = {each.name: each.what for each in found}
    assert told["pgvector"].startswith("vector 0.")
    assert told["postgres_version"].startswith("PostgreSQL 1")
    assert HEAD in told["schema"]


async def test_a_postgres_older_than_what_is_asked_for(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_checks, "OLDEST_VERSION", 99)
    found = await found_by("postgres_version", {"DATABASE_URL": database_url})
    assert (found.state, found.what.endswith("is too old")) == ("problem", True)


def changed(url: str, **parts: object) -> str:
    """The same address with another host, port, password or database."""
    old = urlsplit(url)
    host, port = parts.get("host", old.hostname), parts.get("port", old.port)
    password, database = parts.get("password", old.password), parts.get("database", old.path.strip("/"))
    return f"postgresql://{old.username}:{password}@{host}:{port}/{database}"


@pytest.mark.parametrize(
    ("wrong", "words", "mend"),
    [
        ({"host": "postgres.nowhere.invalid"}, "is not known here", "${{Postgres.DATABASE_URL}}"),
        ({"port": 1}, "refuses connections", "start it"),
        ({"password": "Rq7vZx5tLm2k"}, "refuses the password", "DATABASE_URL"),
        ({"database": "nobodys"}, "no such database", "DATABASE_URL"),
        ({"database": "v?sslmode=require"}, "does not speak TLS", "sslmode"),
    ],
)
async def test_why_postgres_does_not_answer_is_named(
    database_url: str, wrong: dict[str, object], words: str, mend: str
) -> None:
    environ = {"DATABASE_URL": changed(database_url, **wrong)}
    found = await found_by("postgres", environ)
    assert (found.state, words in found.what, mend in str(found.mend)) == ("problem", True, True), found
    rest = await examined(environ, "postgres", "pgvector", "schema")
    assert [each.state for each in rest] == ["problem", "skipped", "skipped"]
    # Asked alone, a check tells the cause itself: exit 0 would mean that all is well.
    alone = await found_by("pgvector", environ)
    assert (alone.state, alone.what) == ("problem", found.what)


async def test_a_password_that_breaks_the_address_is_told_without_it(database_url: str) -> None:
    environ = {"DATABASE_URL": changed(database_url, password="a/b@c#dRq7v")}
    found = await found_by("postgres", environ)
    assert (found.state, found.what.split(";")[0]) == ("problem", "DATABASE_URL: expected a URL with a host")


async def test_silence_is_told_from_refusal() -> None:
    async def never(_: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    server = await asyncio.start_server(never, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    environ = {"DATABASE_URL": f"postgresql://u:p@127.0.0.1:{port}/v"}
    found = await examined(environ, "postgres", "pgvector", limit_seconds=1)
    server.close()
    assert "does not answer in time" in found[0].what


async def test_pgvector_that_is_at_hand_is_told_from_none(empty_database_url: str) -> None:
    found = await found_by("pgvector", {"DATABASE_URL": empty_database_url})
    assert (found.state, "not installed in this database" in found.what) == ("problem", True)
    assert "ventra migrate" in str(found.mend)


async def test_a_server_without_pgvector_is_told_both_remedies(
    open_home: Path, postgres_version: int
) -> None:
    with without_vector(open_home, postgres_version) as url:
        found = await found_by("pgvector", {"DATABASE_URL": url})
    assert (found.state, found.what) == ("problem", "this server has no pgvector")
    for remedy in ("template with pgvector", "pgvector/pgvector:pg16"):
        assert remedy in str(found.mend)


async def test_no_migration_at_all_and_a_schema_behind(empty_database_url: str, database_url: str) -> None:
    assert "no migration has run" in (await found_by("schema", {"DATABASE_URL": empty_database_url})).what
    blocked = await found_by("partitions", {"DATABASE_URL": empty_database_url})
    assert (blocked.state, "ventra migrate" in str(blocked.mend)) == ("problem", True)
    run_sql(database_url, "UPDATE alembic_version SET version_num = '0003'")
    found = await found_by("schema", {"DATABASE_URL": database_url})
    assert (found.state, "0004" in found.what, HEAD in found.what) == ("problem", True, True)


async def test_a_newer_schema_is_fine_as_long_as_it_allows_this_release(database_url: str) -> None:
    run_sql(database_url, "UPDATE alembic_version SET version_num = '9999'")
    note = "INSERT INTO schema_history (revision, oldest_release, applied_by) VALUES ('9999', '{}', '9.0.0')"
    run_sql(database_url, note.format("0.1.0"))
    assert (await found_by("schema", {"DATABASE_URL": database_url})).state == "ok"
    run_sql(database_url, "UPDATE schema_history SET oldest_release = '9.0.0' WHERE revision = '9999'")
    found = await found_by("schema", {"DATABASE_URL": database_url})
    assert (found.state, "9.0.0" in str(found.mend)) == ("problem", True)


async def test_partitions_that_are_missing_soon(database_url: str) -> None:
    run_sql(
        database_url,
        """DO $$ DECLARE month date; BEGIN
             FOR month IN SELECT date_trunc('month', now())::date + make_interval(months => m) FROM generate_series(1, 3) m LOOP
               EXECUTE 'DROP TABLE sales_days' || to_char(month, '_YYYY_MM');
             END LOOP;
             EXECUTE 'DROP TABLE sales_days' || to_char(now(), '_YYYY_MM'); END $$""",
    )
    found = await found_by("partitions", {"DATABASE_URL": database_url})
    assert (found.state, found.what) == ("problem", "this month has no partitions")


async def test_connections_that_are_nearly_all_taken(database_url: str) -> None:
    held = []
    try:
        most = 80 - 3
        async with asyncio.timeout(60):
            while len(held) < most - 2:
                held.append(await asyncpg.connect(database_url))
    except asyncpg.TooManyConnectionsError:
        await held.pop().close()
    found = await found_by("connections", {"DATABASE_URL": database_url})
    for connection in held:
        await connection.close()
    assert found.state == "problem"
    assert "of 77 in use" in found.what


async def test_the_direct_address_leads_to_the_same_database(
    database_url: str, postgres: EmbeddedPostgres
) -> None:
    environ = {"DATABASE_URL": database_url, "DIRECT_DATABASE_URL": database_url}
    assert (await found_by("direct_database", environ)).state == "ok"
    other = await found_by("direct_database", environ | {"DIRECT_DATABASE_URL": postgres.url("postgres")})
    assert (other.state, "another database" in other.what) == ("problem", True)
    away = changed(database_url, port=free_port())
    refused = await found_by("direct_database", environ | {"DIRECT_DATABASE_URL": away})
    assert (refused.state, "refuses connections" in refused.what) == ("problem", True)
    hint = await found_by("direct_database", {"DATABASE_URL": "postgresql://u:p@pooler.example:6543/v"})
    assert hint.state == "warning"


async def test_a_pooler_in_transaction_mode_is_caught_as_the_direct_address(database_url: str) -> None:
    pooler = Pooler(database_url)
    environ = {"DATABASE_URL": database_url, "DIRECT_DATABASE_URL": await pooler.start()}
    found = await found_by("direct_database", environ)
    through = await examined({"DATABASE_URL": environ["DIRECT_DATABASE_URL"]}, *ALL)
    await pooler.stop()
    assert (found.state, "pooler in transaction mode" in found.what) == ("problem", True)
    # As the pooled address it is right, and the examination itself works through it.
    assert {each.state for each in through} == {"ok"}


async def test_one_table_that_is_locked_keeps_only_those_waiting_that_read_it(database_url: str) -> None:
    holder = await asyncpg.connect(database_url)
    async with holder.transaction():
        await holder.execute("LOCK TABLE job_schedule IN ACCESS EXCLUSIVE MODE")
        found = await examined({"DATABASE_URL": database_url}, *ALL, "worker", limit_seconds=2)
    await holder.close()
    assert {each.name for each in found if each.state == "problem"} == {"worker"}, found
    assert "too slow" in found[0].what


async def test_a_postgres_that_stops_answering_ends_the_looking_soon(database_url: str) -> None:
    pooler = Pooler(database_url)
    environ = {"DATABASE_URL": await pooler.start()}
    assert (await found_by("postgres", environ)).state == "ok"
    pooler.silent_after = 2 * pooler.served
    several = [check.name for check in CHECKS if check.group in ("postgres", "work")]
    started = time.monotonic()
    found = await examined(environ, *several, limit_seconds=1)
    await pooler.stop()
    assert time.monotonic() - started < 30
    words = " ".join(each.what for each in found if each.state == "problem")
    assert "no answer within" in words or "answer in time" in words, words
    assert "stopped answering" in words


async def test_a_strangers_text_cannot_move_the_cursor(database_url: str) -> None:
    run_sql(
        database_url, r"INSERT INTO sources (host, state, reason) VALUES ('h', 'stopped', E'\x1b[2J\ngone')"
    )
    found = await found_by("sources", {"DATABASE_URL": database_url})
    assert found.what.isprintable()
    assert found.what.endswith(" gone")
