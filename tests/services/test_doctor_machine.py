"""Doctor on the machine, and on backups."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from fixtures.doctor import examined, found_by
from fixtures.stores import run_sql
from ventra.services.doctor import machine
from ventra.settings import API, WORKER

pytestmark = pytest.mark.once

AGE_RECIPIENT = "age1zzhqpzultdnxhd59mhsqsnslu7mj2m6dnfem8lxtx3ylsjt6uyxq7c2h28"


@pytest.mark.browser
async def test_chromium_renders(chromium: str) -> None:
    found = await found_by("chromium", {"CHROMIUM_PATH": chromium})
    assert (found.state, found.what.endswith("renders")) == ("ok", True), found


async def test_a_chromium_that_is_missing_or_does_not_start(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    environ = {"CHROMIUM_PATH": str(broken), "NODE_ENV": "production"}
    assert (await found_by("chromium", environ, service=WORKER)).state == "problem"
    assert (await found_by("chromium", environ)).state == "warning"
    assert (await found_by("chromium", environ, service=API)).state == "skipped"
    broken.write_text("#!/bin/sh\necho 'error while loading shared libraries: libnss3.so' >&2\nexit 127\n")
    broken.chmod(0o755)
    found = await found_by("chromium", environ, service=WORKER)
    assert (found.state, "libnss3.so" in found.what) == ("problem", True), found


def shifted(by: timedelta) -> type[datetime]:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + by

    return Clock


@pytest.mark.parametrize(("seconds", "state"), [(0, "ok"), (20, "warning"), (-600, "problem")])
async def test_a_clock_that_is_off(
    database_url: str, monkeypatch: pytest.MonkeyPatch, seconds: int, state: str
) -> None:
    monkeypatch.setattr(machine, "datetime", shifted(timedelta(seconds=seconds)))
    found = await found_by("clock", {"DATABASE_URL": database_url, "NODE_ENV": "production"})
    assert found.state == state
    if seconds:
        assert ("ahead of" if seconds > 0 else "behind") in found.what


@pytest.mark.parametrize(("hours", "state"), [(0, "ok"), (1, "problem"), (None, "skipped")])
async def test_a_clock_behind_the_public_address_that_is_off(hours: int | None, state: str) -> None:
    async def answer(said: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        await said.readuntil(b"\r\n\r\n")
        at = datetime.now(UTC) + timedelta(hours=hours or 0)
        date = f"Date: {at:%a, %d %b %Y %H:%M:%S} GMT\r\n" if hours is not None else ""
        out.write(f"HTTP/1.1 200 OK\r\n{date}Content-Length: 0\r\nConnection: close\r\n\r\n".encode())
        out.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    environ = {"WEB_URL": f"http://127.0.0.1:{port}", "NODE_ENV": "production"}
    found = await found_by("web_clock", environ)
    server.close()
    assert found.state == state, found


@pytest.mark.parametrize(
    ("free", "state"), [(100 << 30, "ok"), (700 << 20, "warning"), (50 << 20, "problem")]
)
async def test_a_disk_that_fills(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(total=500 << 30, free=free)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    found = await examined({"VENTRA_HOME": str(tmp_path / "not" / "made" / "yet")}, "disk")
    assert {each.state for each in found} == {state}


@pytest.mark.parametrize(
    ("limit", "used", "state"),
    [
        ("max", 0, "skipped"),
        (2 << 30, 1 << 30, "ok"),
        (2 << 30, (2 << 30) - 1, "warning"),
        (512 << 20, 0, "warning"),
    ],
)
async def test_the_containers_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: object, used: int, state: str
) -> None:
    (tmp_path / "memory.max").write_text(f"{limit}\n")
    (tmp_path / "memory.current").write_text(f"{used}\n")
    monkeypatch.setattr(machine, "CGROUP", tmp_path)
    needed = {"DATABASE_URL": "postgresql://u:p@db/v", "REDIS_URL": "redis://redis"}
    assert (await found_by("memory", needed, service=WORKER)).state == state


def storing(database_url: str, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url, "STORAGE_URL": f"file://{folder}", "BACKUP_KEY": AGE_RECIPIENT, "NODE_ENV": "production",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "state", "words"),
    [
        ("", "problem", "none was ever made"),
        ("('a', 'done', '0005', now() - interval '3 h', now() - interval '2 h', NULL)", "ok", "2 h old"),
        ("('a', 'done', '0005', now() - interval '3 d', now() - interval '3 d', NULL)", "problem", "3 d old"),
        ("('a', 'done', '0005', now() - interval '3 h', now() - interval '2 h', NULL),"
         "('b', 'failed', '0005', now() - interval '1 h', now(), 'there is no such bucket')", "warning", "no such bucket"),
    ],
)  # fmt: skip
async def test_how_old_the_newest_backup_is(
    database_url: str, tmp_path: Path, rows: str, state: str, words: str
) -> None:
    if rows:
        run_sql(
            database_url,
            f"INSERT INTO backups (name, state, revision, started_at, finished_at, error) VALUES {rows}",
        )
    found = await found_by("backups", storing(database_url, tmp_path))
    assert (found.state, words in found.what) == (state, True), found


async def test_no_backups_in_production_is_a_warning_and_on_a_laptop_no_matter(
    database_url: str, tmp_path: Path
) -> None:
    none = {"DATABASE_URL": database_url}
    assert (await found_by("backups", none)).state == "skipped"
    told = await found_by("backups", none | {"NODE_ENV": "production"})
    assert (told.state, "STORAGE_URL and BACKUP_KEY not set" in told.what) == ("warning", True)
    keyless = storing(database_url, tmp_path) | {"BACKUP_KEY": ""}
    assert (await found_by("backups", keyless)).what.startswith("BACKUP_KEY not set")


async def test_the_storage_is_really_written_to(tmp_path: Path) -> None:
    environ = {"STORAGE_URL": f"file://{tmp_path}"}
    assert (await found_by("storage", environ)).state == "ok"
    assert list(tmp_path.iterdir()) == []
    gone = await found_by("storage", {"STORAGE_URL": f"file://{tmp_path}/not-mounted"})
    assert (gone.state, "is not there" in gone.what) == ("problem", True)


async def test_a_bucket_that_does_not_answer_is_told_in_time_and_without_its_keys() -> None:
    async def never(_: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    server = await asyncio.start_server(never, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = f"s3://AKIDEXAMPLEKEY:wJalrXUtnFEMIK7MDENG@127.0.0.1:{port}/bucket?insecure=1"
    found = await found_by("storage", {"STORAGE_URL": url}, limit_seconds=1)
    server.close()
    assert (found.state, "in time" in found.what) == ("problem", True)
    assert "AKIDEXAMPLEKEY" not in found.what
