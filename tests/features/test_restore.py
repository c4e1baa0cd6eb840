"""Restoring: into what is empty, of what revision ever, all or nothing."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import msgspec
import pyrage
import pytest

from fixtures import filled, rows
from ventra.backup.container import Manifest, Table
from ventra.backup.dump import dump
from ventra.backup.load import load
from ventra.backup.pack import Packer
from ventra.backup.seal import Damaged, key_of, new_key
from ventra.backup.store import catalog, rows_in
from ventra.backup.store.rows_out import snapshot
from ventra.backup.unpack import Unpacker
from ventra.errors import Conflict, Unavailable, VentraError
from ventra.infra.db import connected
from ventra.infra.migrate import upgrade
from ventra.infra.schema import known

KEY = key_of(new_key()[0])
NEWEST = known()[-1].id


async def backup_of(url: str) -> bytes:
    out = io.BytesIO()
    async with snapshot(url) as held:
        await dump(held, lambda pieces: sum(out.write(piece) for piece in pieces), KEY)
    return out.getvalue()


def in_pieces(body: bytes) -> Iterator[bytes]:
    return (body[at : at + 10_000] for at in range(0, len(body), 10_000))


async def contents(url: str) -> dict[str, Any]:
    async with connected(url) as db:
        return await filled.contents(db)


async def count(url: str, table: str) -> int:
    async with connected(url) as db:
        return int(await db.fetchval(f"SELECT count(*) FROM {table}"))


async def test_any_text_and_any_time_survive(database_url: str, empty_database_url: str) -> None:
    async with connected(database_url) as db:
        await filled.odd_rows(db)
    done = await load(empty_database_url, in_pieces(await backup_of(database_url)), KEY)
    found = await contents(empty_database_url)
    assert found == await contents(database_url)
    assert done.rows == sum(number for number, _ in found.values())
    async with connected(empty_database_url) as db:
        assert await db.fetchval("SELECT title_uz FROM products") == filled.NASTY


async def test_a_system_that_was_merely_started_is_empty(database_url: str, empty_database_url: str) -> None:
    async with connected(database_url) as db:
        await rows.product(db, 1, "Bor")
    body = await backup_of(database_url)
    upgrade(empty_database_url)
    async with connected(empty_database_url) as db:
        await rows.insert(db, "job_schedule", job="sweep")
        await rows.insert(db, "installation", key="web_url", value="https://new.example")
        await rows.insert(db, "status_hours", component="api", hour=datetime(2026, 1, 1, tzinfo=UTC))
        await rows.insert(db, "backups", name="x", state="done", revision=NEWEST)
    await load(empty_database_url, in_pieces(body), KEY)
    assert await contents(empty_database_url) == await contents(database_url)


async def test_what_holds_data_is_refused_and_replaced_when_told_to(
    database_url: str, empty_database_url: str
) -> None:
    async with connected(database_url) as db:
        await rows.product(db, 1, "Bor")
    body = await backup_of(database_url)
    upgrade(empty_database_url)
    async with connected(empty_database_url) as db:
        await rows.product(db, 2, "Boshqa")
    before = await contents(empty_database_url)
    with pytest.raises(Conflict, match=r"products.*--yes"):
        await load(empty_database_url, in_pieces(body), KEY)
    assert await contents(empty_database_url) == before
    await load(empty_database_url, in_pieces(body), KEY, replace=True)
    assert await contents(empty_database_url) == await contents(database_url)


@pytest.mark.parametrize("target", ["nothing", "an older schema", "the newest schema"])
async def test_a_backup_of_an_older_release_comes_to_the_newest_schema(
    empty_database_url: str, postgres: Any, target: str, request: pytest.FixtureRequest
) -> None:
    upgrade(empty_database_url, to="0003")
    async with connected(empty_database_url) as db:
        await rows.product(db, 1, "Bor")
        await rows.insert(db, "telegram_chats", chat_id=5, language="ru")
    body = await backup_of(empty_database_url)
    other = request.getfixturevalue("database_url")
    async with connected(other) as db:
        if target != "the newest schema":
            await rows_in.clear(db)
            assert await db.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    if target == "an older schema":
        upgrade(other, to="0002")
    await load(other, in_pieces(body), KEY)
    async with connected(other) as db:
        assert await db.fetchval("SELECT version_num FROM alembic_version") == NEWEST
        assert await db.fetchval("SELECT language FROM telegram_chats WHERE chat_id = 5") == "ru"
        assert await db.fetchval("SELECT title_uz FROM products") == "Bor"
        assert await db.fetchval("SELECT count(*) FROM schema_history") == len(known())


async def test_a_newer_schema_with_data_is_not_taken_back_to_an_older_one(
    database_url: str, empty_database_url: str
) -> None:
    upgrade(empty_database_url, to="0003")
    body = await backup_of(empty_database_url)
    async with connected(database_url) as db:
        await rows.product(db, 2, "Boshqa")
    with pytest.raises(Conflict, match="restore into an empty one"):
        await load(database_url, in_pieces(body), KEY, replace=True)
    assert await count(database_url, "products") == 1


def made_by_hand(manifest: Manifest, tables: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    packer = Packer(out, manifest)
    for name, data in tables.items():
        packer.rows(name, data)
    packer.finish()
    return out.getvalue()


async def test_a_backup_of_a_newer_release_is_refused_by_name(empty_database_url: str) -> None:
    manifest = Manifest(1, "ventra 9.0.0", "0999", "18", datetime.now(UTC), (), (), {})
    with pytest.raises(VentraError, match=r"ventra 9\.0\.0 .* 0999"):
        await load(empty_database_url, in_pieces(made_by_hand(manifest, {})), None)
    async with connected(empty_database_url) as db:
        assert await db.fetchval("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


@pytest.mark.parametrize(
    ("table", "data", "words"),
    [
        (Table('x"; DROP TABLE products; --', ("a",)), b"1\n", "no table"),
        (Table("products", ("product_id", "bucket", "nonsense")), b"1\t1\t1\n", "no table 'products'"),
        (Table("products", ("product_id",)), b"one\n", "products does not take"),
        (Table("products", ("product_id", "bucket")), b"1\t1\n1\t1\n", "products does not take"),
        (
            Table("observations", ("product_id", "seen_from"), (date(1999, 1, 1),)),
            b"",
            "no partition for 1999",
        ),
        (Table("pg_authid", ("rolname",)), b"x\n", "no table"),
    ],
)
async def test_rows_that_do_not_fit_leave_the_database_as_it_was(
    database_url: str, table: Table, data: bytes, words: str
) -> None:
    async with connected(database_url) as db:
        await rows.product(db, 7, "Bor")
    before = await contents(database_url)
    manifest = Manifest(1, "ventra 0.1.0", NEWEST, "16", datetime.now(UTC), (table,), (), {})
    body = made_by_hand(manifest, {table.name: data} if data else {})
    with pytest.raises(Damaged, match=words):
        await load(database_url, in_pieces(body), None, replace=True)
    assert await contents(database_url) == before


async def test_a_backup_that_ends_too_early_leaves_the_database_as_it_was(
    database_url: str, empty_database_url: str
) -> None:
    async with connected(database_url) as db:
        await filled.odd_rows(db)
    body = await backup_of(database_url)

    def goes_away() -> Iterator[bytes]:
        yield from in_pieces(body[: len(body) // 2])
        raise Unavailable("the bucket does not answer", dependency="storage")

    upgrade(empty_database_url)
    before = await contents(empty_database_url)
    cut, flipped = body[: len(body) // 2], bytearray(body)
    flipped[len(body) * 2 // 3] ^= 1
    for pieces, failure in (
        (in_pieces(cut), Damaged),
        (in_pieces(body[:-1]), Damaged),
        (in_pieces(bytes(flipped)), Damaged),
        (goes_away(), Unavailable),
    ):
        with pytest.raises(failure):
            await load(empty_database_url, pieces, KEY)
        assert await contents(empty_database_url) == before
    await load(empty_database_url, in_pieces(body), KEY)
    assert await contents(empty_database_url) == await contents(database_url)


async def test_tables_of_others_are_not_touched(database_url: str, empty_database_url: str) -> None:
    body = await backup_of(database_url)
    async with connected(empty_database_url) as db:
        await db.execute("CREATE TABLE theirs (a int)")
    with pytest.raises(Conflict, match="not VENTRA's: theirs"):
        await load(empty_database_url, in_pieces(body), KEY, replace=True)
    assert await count(empty_database_url, "theirs") == 0


async def test_a_database_in_use_says_what_to_stop(
    database_url: str, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_in, "LOCK_SECONDS", 1)
    body = await backup_of(database_url)
    upgrade(empty_database_url)
    other = await asyncpg.connect(empty_database_url)
    async with other.transaction():
        await other.execute("LOCK TABLE watch IN ROW EXCLUSIVE MODE")
        with pytest.raises(Conflict, match="stop api, worker and bot"):
            await load(empty_database_url, in_pieces(body), KEY)
    await other.close()


async def test_the_manifest_says_what_there_is(database_url: str) -> None:
    async with connected(database_url) as db:
        await db.execute("SELECT nextval('sales_touched_mark') FROM generate_series(1, 41)")
    body = await backup_of(database_url)
    reader = Unpacker(io.BytesIO(pyrage.decrypt(body, [KEY.identity])))
    manifest = reader.manifest
    names = [table.name for table in manifest.tables]
    assert names.index("imports") < names.index("import_parts")
    assert not {"cards", "alembic_version"} & set(names)
    outlook = {"product_outlooks", "category_outlooks", "seller_outlooks", "rising"}
    assert set(manifest.left_out) == {
        "cards",
        "alembic_version",
        *outlook,
        "outlook_runs",
        "outlook_progress",
        "home_files",
        "home_parts",
        "product_scores",
        "score_leaves",
        "niches",
        "cluster_months",
        "cluster_months_made",
        "search_models",
        "product_search",
        "product_vectors",
        "product_vectors_next",
        "reports",
        "search_waiting",
        "product_clusters",
        "cluster_waiting",
        "search_space",
        "embedded_titles",
        "supplier_answers",
        "picture_hashes",
    }
    products = next(table for table in manifest.tables if table.name == "products")
    assert "words" not in products.columns
    assert msgspec.to_builtins(manifest)["revision"] == NEWEST
    assert ("sales_touched_mark", 41, True) in [
        (one.name, one.last_value, one.is_called) for one in manifest.sequences
    ]


async def test_every_partition_is_of_a_month_so_that_a_restore_can_make_it(database_url: str) -> None:
    async with connected(database_url) as db:
        found = {table.name: len(table.months) for table in await catalog.tables(db) if table.months}
        partitions = await db.fetch(
            "SELECT inhparent::regclass::text AS parent FROM pg_inherits i JOIN pg_class c ON c.oid = inhrelid"
            " WHERE c.relkind = 'r'"
        )
    assert found == dict(Counter(row["parent"] for row in partitions))
    assert len(found) >= 4


def test_tables_come_after_what_they_refer_to_and_a_circle_is_named() -> None:
    assert catalog.in_order({"a": ["c"], "b": [], "c": ["b"]}) == ["b", "c", "a"]
    with pytest.raises(VentraError, match="in a circle: a, b, a"):
        catalog.in_order({"a": ["b"], "b": ["a"]})
