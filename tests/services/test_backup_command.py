"""`ventra backup` and `ventra restore` as a person runs them."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from fixtures import rows
from ventra.infra.db import connected
from ventra.services.cli import main

pytestmark = pytest.mark.once

BACKUP = r"ventra-\d{8}T\d{6}Z\.tar\.gz\.age"


@pytest.fixture
def source(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A database with a product, an empty folder as the storage, and no key yet."""

    async def fill() -> None:
        async with connected(database_url) as db:
            await rows.product(db, 1, "Bor")

    asyncio.run(fill())
    (tmp_path / "storage").mkdir()
    for name in ("DIRECT_DATABASE_URL", "BACKUP_KEY", "BACKUP_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("STORAGE_URL", f"file://{tmp_path / 'storage'}")
    return database_url


@pytest.fixture
def key(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file of an identity; `BACKUP_KEY` is its recipient."""
    assert main(["backup", "--new-key"]) == 0
    said = capfd.readouterr()
    (tmp_path / "identity").write_text(said.out.splitlines()[-1] + "\n")
    recipient = said.out.splitlines()[0].removeprefix("# recipient: ")
    assert f"BACKUP_KEY={recipient}" in said.err
    monkeypatch.setenv("BACKUP_KEY", recipient)
    return tmp_path / "identity"


def said(capfd: pytest.CaptureFixture[str]) -> str:
    found = capfd.readouterr()
    return found.out + found.err


def titles(url: str) -> list[str]:
    with psycopg.connect(url) as db:
        return [row[0] for row in db.execute("SELECT title_uz FROM products ORDER BY 1")]


def test_the_whole_way(
    source: str,
    empty_database_url: str,
    key: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert main(["backup"]) == 0
    assert "rows of" in said(capfd)
    assert main(["backup", "--list"]) == 0
    assert "1 backups in the folder" in said(capfd)
    assert main(["backup", "--list", "--json"]) == 0
    (listed,) = json.loads(capfd.readouterr().out)
    assert main(["restore", "latest", "--database", empty_database_url]) == 2
    assert "BACKUP_KEY_FILE" in said(capfd)
    monkeypatch.delenv("BACKUP_KEY")
    monkeypatch.setenv("BACKUP_KEY_FILE", str(key))
    assert main(["backup", "--check", listed["name"], "--json"]) == 0
    assert json.loads(capfd.readouterr().out)["tables"]["products"]["rows"] == 1
    assert main(["restore", "latest", "--database", empty_database_url]) == 0
    assert "start (or restart) api, worker and bot now" in said(capfd)
    assert titles(empty_database_url) == ["Bor"]
    assert main(["restore", listed["name"], "--database", empty_database_url]) == 1
    assert "it holds products; with --yes" in said(capfd)
    assert main(["restore", listed["name"], "--database", empty_database_url, "--yes"]) == 0
    assert titles(empty_database_url) == ["Bor"]


def test_without_a_key_only_plain_is_made(
    source: str, tmp_path: Path, capfd: pytest.CaptureFixture[str], empty_database_url: str
) -> None:
    for argv in (["backup"], ["backup", "--out", str(tmp_path / "f")], ["backup", "--out", "-"]):
        assert main(argv) == 2
        assert "--plain" in said(capfd)
    assert not (tmp_path / "f").exists()
    assert main(["backup", "--out", str(tmp_path / "f"), "--plain", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert told["size_bytes"] == (tmp_path / "f").stat().st_size
    assert (tmp_path / "f").stat().st_mode & 0o077 == 0
    assert main(["backup", "--check", str(tmp_path / "f")]) == 0
    assert main(["restore", str(tmp_path / "f"), "--database", empty_database_url]) == 0
    assert titles(empty_database_url) == ["Bor"]


@pytest.mark.parametrize(
    ("argv", "status", "words"),
    [
        (["backup", "--check", "gone"], 1, "holds no backup named gone"),
        (["restore", "latest"], 1, "holds no backup"),
        (["restore", "latest", "--database", "mysql://x"], 2, "--database"),
        (["backup", "--out", "/no/such/folder/f", "--plain"], 2, "cannot be written"),
        (["backup", "--check", __file__], 1, "does not read as gzip"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    source: str, argv: list[str], status: int, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == status
    assert words in said(capfd)


def test_without_a_storage_it_is_asked_for(
    source: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("STORAGE_URL")
    for argv in (["backup", "--list"], ["backup", "--plain"], ["restore", "latest"]):
        assert main(argv) != 0
        assert "STORAGE_URL" in said(capfd)


def test_standard_output_and_input_are_files_too(
    source: str, empty_database_url: str, tmp_path: Path
) -> None:
    argv = [sys.executable, "-m", "ventra.services.cli"]
    made = subprocess.run(
        [*argv, "backup", "--out", "-", "--plain"], capture_output=True, check=True, timeout=120
    )
    subprocess.run(
        [*argv, "restore", "-", "--database", empty_database_url], input=made.stdout, check=True, timeout=120
    )
    assert titles(empty_database_url) == ["Bor"]


def test_a_restore_that_was_killed_leaves_an_empty_system_that_takes_the_next(
    source: str, empty_database_url: str, tmp_path: Path
) -> None:
    with psycopg.connect(source) as db:
        db.execute("INSERT INTO imports (file_name) VALUES ('f')")
        for part in range(24):
            db.execute(
                "INSERT INTO import_parts SELECT max(id), %s, %s FROM imports", (part, os.urandom(1 << 20))
            )
    file = tmp_path / "f"
    assert main(["backup", "--out", str(file), "--plain"]) == 0
    body, argv = file.read_bytes(), [sys.executable, "-m", "ventra.services.cli", "restore", "-"]
    killed = subprocess.Popen([*argv, "--database", empty_database_url], stdin=subprocess.PIPE)
    assert killed.stdin is not None
    killed.stdin.write(body[: len(body) * 3 // 4])
    killed.stdin.flush()
    with psycopg.connect(empty_database_url, autocommit=True) as db:
        end = time.monotonic() + 60
        copying = (
            "SELECT tuples_processed FROM pg_stat_progress_copy WHERE relid = to_regclass('import_parts')"
        )
        while not (db.execute(copying).fetchone() or (0,))[0]:
            assert time.monotonic() < end
            time.sleep(0.05)
        killed.kill()
        killed.wait(30)
        assert (db.execute("SELECT count(*) FROM import_parts").fetchone() or ())[0] == 0
    assert titles(empty_database_url) == []
    assert main(["restore", str(file), "--database", empty_database_url]) == 0
    assert titles(empty_database_url) == ["Bor"]
