"""All of an organisation taken home as a file, and brought into an empty installation: the same answers."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tarfile
import zlib
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from msgspec import structs

from fixtures import home, rows
from fixtures.api import another, running_api
from fixtures.people import token
from fixtures.stores import run_sql
from fixtures.xlsx import sheets
from ventra.backup import bring_in
from ventra.backup.container import Someone
from ventra.backup.home_made import make_waiting
from ventra.backup.load import load
from ventra.backup.seal import Damaged
from ventra.backup.store import catalog, home_files, home_out
from ventra.backup.store.home_tables import LEFT, TAKEN
from ventra.errors import Conflict, VentraError
from ventra.infra.db import act_as, connected, open_pool, transaction
from ventra.infra.migrate import upgrade
from ventra.infra.roles import APP_ROLE, WORKER_ROLE
from ventra.infra.schema import known
from ventra.sales.export import Wish, export_sales
from ventra.services.cli import main

pytestmark = pytest.mark.once

XLSX = "export_watchlist_xlsx"
COUNTED = "SELECT count(*) FROM products UNION ALL SELECT count(*) FROM trackers UNION ALL SELECT count(*) FROM organisations"


async def test_every_answer_and_export_is_the_same_where_it_was_brought_to(
    api, db, redis_url, database_url, empty_database_url, tmp_path
):
    await home.fill(db)
    assert (await api.get("/api/v1/alert-rules")).status_code == 200
    await home.taken(database_url, tmp_path / "home")
    done = await home.brought(empty_database_url, tmp_path / "home")
    assert done.org_id != home.ORG
    before = await home.answers(api)
    async with running_api(empty_database_url, redis_url) as there, another(there) as client:
        async with connected(empty_database_url) as line:
            number = await line.fetchval("SELECT user_id FROM users WHERE email = 'dilnoza@dokon.uz'")
        client.headers["authorization"] = f"Bearer {(await token(there, number)).access}"
        after = await home.answers(client)
        assert (await client.get("/api/v1/alert-channels")).json()["items"] == []
        (invited,) = (await client.get("/api/v1/organisation/invitations")).json()["items"]
        (member,) = (await client.get("/api/v1/organisation/members")).json()["items"]
    assert (invited["note"], invited["role"]) == ("lola@dokon.uz", "analyst")
    assert (member["email"], member["role"]) == ("dilnoza@dokon.uz", "owner")
    assert len(before) >= 65
    assert undated(before.pop(XLSX)[1]) == undated(after.pop(XLSX)[1])
    assert {name: (told, after[name]) for name, told in before.items() if told != after[name]} == {}
    for window, by in ((1, "product"), (7, "product"), (1, "variant")):
        wish = Wish(None, rows.yesterday(), window, by)
        assert await exported(database_url, wish, tmp_path) == await exported(
            empty_database_url, wish, tmp_path
        )


def undated(book: bytes) -> dict[str, object]:
    """A workbook's rows without those of its last sheet that say an instant: when it was made."""
    found = sheets(book)
    about = list(found)[-1]
    found[about] = [row for row in found[about] if not re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d", str(row[-1]))]
    return dict(found)


async def exported(url: str, wish: Wish, folder: Path) -> bytes:
    pool = await open_pool(url)
    try:
        assert await export_sales(pool, wish, folder / "sales.csv") > 0
    finally:
        await pool.close()
    return (folder / "sales.csv").read_bytes()


@pytest.fixture
async def file(database_url, tmp_path) -> Path:
    """An organisation's file."""
    run_sql(database_url, "INSERT INTO organisations (org_id, name) VALUES (1, 'VENTRA')")
    run_sql(database_url, "INSERT INTO users (email) VALUES ('ega@dokon.uz')")
    run_sql(database_url, "INSERT INTO members SELECT 1, user_id, 'owner' FROM users")
    async with connected(database_url) as db:
        await home.fill(db)
    await home.taken(database_url, tmp_path / "home")
    return tmp_path / "home"


async def test_every_table_is_decided(database_url):
    async with connected(database_url) as db:
        there = {table.name for table in await catalog.tables(db)}
    assert set(TAKEN) | set(LEFT) == there
    assert not set(TAKEN) & set(LEFT)


async def test_something_of_every_table_is_tried(file):
    with tarfile.open(file) as tar:
        assert {name.partition("/")[0] for name in tar.getnames()} >= set(TAKEN) - {"sales_touched"}


async def test_no_secret_and_nothing_of_a_stranger_goes(file):
    plain = zlib.decompress(file.read_bytes(), wbits=31)
    assert b"Choynak: 3 USD" in plain
    for word in (b"sir", b"begona", b"Begona", b"secret-digest", b"Lolaniki", b"-100"):
        assert word not in plain, word
    assert plain.count(b"lola@dokon.uz") == 1


async def test_numbers_go_on_behind_those_that_came_and_people_are_not_mixed_up(file, empty_database_url):
    upgrade(empty_database_url)
    with psycopg.connect(empty_database_url, autocommit=True) as db:
        for email in ("bosh@dokon.uz", "dilnoza@dokon.uz"):
            db.execute("INSERT INTO users (email, password_hash) VALUES (%s, 'x')", (email,))
        db.execute("INSERT INTO organisations (org_id, name) VALUES (1, 'VENTRA')")
        done = await home.brought(empty_database_url, file)
        assert done.password_link is None
        assert db.execute("SELECT org_id FROM trackers").fetchall() == [(done.org_id,)]
        # What a colleague made is nobody's here, whoever has their number.
        assert db.execute("SELECT DISTINCT made_by FROM rival_choices").fetchall() == [(None,)]
        assert db.execute("SELECT product_id, tracked, lease FROM watch ORDER BY 1").fetchall() == [
            (7, True, 0),
            (8, False, 0),
        ]
        made = db.execute(
            "INSERT INTO product_lists (org_id, name, folded) VALUES (1, 'a', 'a') RETURNING list_id"
        )
        assert made.fetchone() == (555_556,)
    with pytest.raises(Conflict, match=r"not empty.*category_days"):
        await home.brought(empty_database_url, file)


async def test_what_is_not_the_file_that_was_written_changes_nothing(file, database_url, empty_database_url):
    upgrade(empty_database_url)
    whole = file.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    for body in (whole[:-9], whole[: len(whole) // 2], bytes(flipped), b"", b"x" * 999):
        with pytest.raises(Damaged):
            await bring_in.bring_in(empty_database_url, home.pieces(body), "a@dokon.uz")
    with pytest.raises(VentraError, match="bring-in"):
        await load(empty_database_url, home.pieces(whole), None)
    with psycopg.connect(empty_database_url) as db:
        assert db.execute(COUNTED).fetchall() == [(0,), (0,), (0,)]


async def test_a_file_that_somebody_made_up_brings_no_leases_and_no_roles_of_its_own(
    file, database_url, empty_database_url, tmp_path, monkeypatch
):
    made_up, honest = tmp_path / "made-up", home_out.organisation
    watch = replace(TAKEN["watch"], without=frozenset())
    with monkeypatch.context() as patched:
        patched.setattr(home_out, "TAKEN", {**TAKEN, "watch": watch})
        await home.taken(database_url, made_up)
    await home.brought(empty_database_url, made_up)
    with psycopg.connect(empty_database_url) as db:
        leases = db.execute("SELECT max(lease), max(leased_until) FROM watch WHERE product_id = 8").fetchone()
    assert leases == (0, None)

    async def with_operator(*of):
        whose = await honest(*of)
        return structs.replace(whose, people=(Someone("Lola\x1b[2J", None, "operator"),))

    monkeypatch.setattr(home_out, "organisation", with_operator)
    await home.taken(database_url, made_up)
    with pytest.raises(Damaged, match="operator"):
        await home.brought(empty_database_url, made_up)


async def test_a_newer_release_s_file_is_refused(file, empty_database_url, monkeypatch):
    monkeypatch.setattr("ventra.backup.load.known", lambda: known()[:-1])
    with pytest.raises(VentraError, match="this release does not know"):
        await home.brought(empty_database_url, file)


async def test_an_older_release_s_file_comes_to_the_schema_of_today(
    postgres, empty_database_url, database_url, tmp_path
):
    run_sql(postgres.url("postgres"), "CREATE DATABASE of_old TEMPLATE template0")
    url = postgres.url("of_old")
    upgrade(url, to=known()[-2].id)
    run_sql(url, "INSERT INTO users (email) VALUES ('ega@dokon.uz')")
    run_sql(url, "INSERT INTO organisations (org_id, name) VALUES (1, 'VENTRA')")
    run_sql(url, "INSERT INTO members SELECT 1, user_id, 'owner' FROM users")
    run_sql(url, "INSERT INTO trackers (org_id, product_id) VALUES (1, 7)")
    await home.taken(url, tmp_path / "home")
    done = await home.brought(empty_database_url, tmp_path / "home")
    with psycopg.connect(empty_database_url) as db:
        assert db.execute("SELECT org_id, product_id FROM trackers").fetchall() == [(done.org_id, 7)]
        assert db.execute("SELECT version_num FROM alembic_version").fetchone() == (known()[-1].id,)
    run_sql(database_url, "INSERT INTO users (email) VALUES ('kimdir@dokon.uz')")
    with pytest.raises(Conflict, match="restore into an empty one"):
        await home.brought(database_url, tmp_path / "home")


async def test_killed_in_the_middle_it_leaves_nothing(file, empty_database_url):
    upgrade(empty_database_url)
    body = file.read_bytes()
    child = subprocess.Popen(
        [sys.executable, "-m", "ventra.services.cli", "bring-in", "-", "--owner", "a@dokon.uz"],
        stdin=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": empty_database_url, "NODE_ENV": "production"},
    )
    assert child.stdin is not None
    child.stdin.write(body[: len(body) * 3 // 4])
    child.stdin.flush()
    with psycopg.connect(empty_database_url, autocommit=True) as db:
        held = "SELECT count(*) FROM pg_locks WHERE relation = 'trackers'::regclass AND mode = 'AccessExclusiveLock' AND granted"
        for _ in range(300):
            if db.execute(held).fetchone() == (1,):
                break
            await asyncio.sleep(0.1)
        assert db.execute(held).fetchone() == (1,)
        child.send_signal(signal.SIGKILL)
        child.wait(20)
        assert db.execute(COUNTED).fetchall() == [(0,), (0,), (0,)]
    await home.brought(empty_database_url, file)


async def test_an_owner_asks_for_it_on_the_page_and_fetches_it_for_a_day(
    api, db, database_url, empty_database_url, tmp_path
):
    at = "/api/v1/organisation/take-home"
    await home.fill(db)
    assert (await api.get(at)).json() == {"file": None}
    assert (await api.get(f"{at}/file")).status_code == 404
    asked = await api.post(at)
    assert (asked.status_code, asked.json()["state"]) == (202, "waiting")
    assert (await api.post(at)).json() == asked.json()
    assert (await api.get(f"{at}/file")).status_code == 409
    pool = api.app.state.parts.pool
    act_as(pool, WORKER_ROLE)
    assert await make_waiting(pool, database_url, most_bytes=99) == 1
    act_as(pool, APP_ROLE)
    assert (await api.get(at)).json()["file"]["error"] == "too_large"
    assert (await api.post(at)).json()["state"] == "waiting"
    act_as(pool, WORKER_ROLE)
    # Of a worker that dies the file is made by the next.
    async with transaction(pool) as worker:
        assert await home_files.take(worker) is not None
        assert await home_files.take(worker) is None
    await db.execute("UPDATE home_files SET leased_until = now()")
    assert await make_waiting(pool, database_url) == 1
    act_as(pool, APP_ROLE)
    told = (await api.get(at)).json()["file"]
    fetched = await api.get(f"{at}/file")
    assert (told["state"], told["size_bytes"]) == ("done", len(fetched.content))
    assert fetched.headers["content-disposition"].endswith('.tar.gz"')
    (tmp_path / "home").write_bytes(fetched.content)
    assert (await home.brought(empty_database_url, tmp_path / "home")).rows == told["rows"]
    deeds = [one["deed"] for one in (await api.get("/api/v1/organisation/audit")).json()["items"]]
    assert deeds[:3] == ["home_file_fetched", "taken_home", "taken_home"]
    await db.execute("UPDATE home_files SET finished_at = now() - interval '25 hours'")
    assert (await api.get(at)).json() == {"file": None}
    assert (await api.get(f"{at}/file")).status_code == 404


def test_by_the_commands(file, database_url, empty_database_url, capfd, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.delenv("DIRECT_DATABASE_URL", raising=False)
    out = tmp_path / "mine.tar.gz"
    assert main(["take-home", "--org", "1", "--owner", "lola@dokon.uz", "--out", str(out)]) == 1
    assert "no such owner" in capfd.readouterr().err
    assert main(["take-home", "--org", "1", "--out", str(out)]) == 0
    assert "whoever has the file can read it" in capfd.readouterr().err
    assert out.stat().st_mode & 0o077 == 0
    where = ["--database", empty_database_url]
    assert main(["bring-in", str(out), "--owner", "nobody", *where]) == 2
    assert main(["bring-in", str(tmp_path / "none"), "--owner", "a@dokon.uz", *where]) == 2
    capfd.readouterr()
    assert main(["bring-in", str(out), "--owner", "a@dokon.uz", "--json", *where]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["invited"][0]["email"], "/reset#" in told["password_link"]) == ("lola@dokon.uz", True)
    assert main(["bring-in", str(out), "--owner", "a@dokon.uz", *where]) == 1
    assert "not empty" in capfd.readouterr().err
    with psycopg.connect(database_url) as db:
        assert db.execute("SELECT deed FROM audit_log").fetchall() == [("taken_home",)]
