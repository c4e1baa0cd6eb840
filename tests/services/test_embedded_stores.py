"""The embedded stores keep what they are given, whoever is killed, and never serve one folder twice."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from ventra.errors import Conflict, SettingWrong
from ventra.services.embedded.ground import ground_for, owner_of_servers
from ventra.services.embedded.postgres import EmbeddedPostgres
from ventra.services.embedded.redis import EmbeddedRedis
from ventra.services.processes.children import server_environment
from ventra.services.processes.listing import working_in

pytestmark = pytest.mark.once

SUPERVISOR = """
import json, sys, time
from pathlib import Path
from ventra.services.embedded.postgres import EmbeddedPostgres
from ventra.services.embedded.redis import EmbeddedRedis
home = Path(sys.argv[1])
postgres, valkey = EmbeddedPostgres(home), EmbeddedRedis(home)
urls = [postgres.start(), valkey.start()]
print(json.dumps({"urls": urls, "pids": [postgres.pid, valkey.pid]}), flush=True)
time.sleep(600)
"""


class Supervisor:
    """A process of its own that holds both stores, to be killed."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISOR, str(home)], stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        told = json.loads(self.process.stdout.readline())
        self.postgres_url, self.redis_url = told["urls"]
        self.pids: list[int] = told["pids"]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)


@pytest.fixture
def home(open_home: Path) -> Iterator[Path]:
    yield open_home
    ground = open_home / "stores"
    for folder, program in (
        *[(f, "postgres") for f in ground.glob("postgres/*")],
        (ground / "valkey", "valkey-server"),
    ):
        assert not working_in(folder, program), "a test left a server behind"


def wait_gone(pids: list[int], wait_seconds: float = 15) -> None:
    until = time.monotonic() + wait_seconds
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < until, f"{pids} do not end"
        time.sleep(0.05)


def write_row(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (n int PRIMARY KEY)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")


def rows(url: str) -> int:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT count(*) FROM kept").fetchone()[0]  # type: ignore[index]


def test_a_sigkill_of_every_process_loses_nothing(home: Path) -> None:
    first = Supervisor(home)
    write_row(first.postgres_url)
    redis.Redis.from_url(first.redis_url).set("kept", "yes")
    children = [
        int(pid) for pid in Path(f"/proc/{first.pids[0]}/task/{first.pids[0]}/children").read_text().split()
    ]
    for pid in (first.process.pid, *first.pids, *children):
        with contextlib.suppress(ProcessLookupError):  # it saw its server go
            os.kill(pid, signal.SIGKILL)
    first.process.wait(10)

    second = Supervisor(home)
    try:
        assert rows(second.postgres_url) == 1000
        assert redis.Redis.from_url(second.redis_url).get("kept") == b"yes"
    finally:
        second.kill()
        wait_gone(second.pids)


def test_the_stores_die_with_a_killed_supervisor(home: Path) -> None:
    supervisor = Supervisor(home)
    supervisor.kill()
    wait_gone(supervisor.pids)


def test_the_address_stays_the_same_from_run_to_run(home: Path) -> None:
    urls = []
    for _ in range(2):
        server = EmbeddedRedis(home)
        urls.append(server.start())
        server.stop()
    assert urls[0] == urls[1]


def test_a_server_left_behind_is_ended_and_its_data_served(home: Path) -> None:
    server = EmbeddedPostgres(home)
    url = server.start()
    write_row(url)
    assert server.pid is not None
    argv = Path(f"/proc/{server.pid}/cmdline").read_bytes().rstrip(b"\0").decode().split("\0")
    data = Path(f"/proc/{server.pid}/cwd").readlink()
    server.stop()
    owner = owner_of_servers()
    left_behind = subprocess.Popen(
        argv,
        cwd=data,
        env=server_environment(),
        user=owner.uid if owner else None,
        group=owner.gid if owner else None,
        extra_groups=[] if owner else None,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while (
        "ready" not in (data / "postmaster.pid").read_text() if (data / "postmaster.pid").exists() else True
    ):
        time.sleep(0.02)
    assert rows(url) == 1000

    server.start()
    try:
        assert left_behind.wait(10) is not None
        assert list(working_in(data, "postgres").values()).count(os.getpid()) == 1
        assert rows(server.url()) == 1000
    finally:
        server.stop()


def test_a_pid_file_that_names_a_stranger_blocks_no_start(home: Path) -> None:
    server = EmbeddedPostgres(home)
    server.start()
    server.stop()
    owner = owner_of_servers()
    stranger = subprocess.Popen(["sleep", "60"], user=owner.uid if owner else None)
    data = ground_for(home, owner) / "postgres" / "16"
    pid_file = data / "postmaster.pid"
    pid_file.write_text(
        f"{stranger.pid}\n{data}\n0\n{server.port}\n\n127.0.0.1\n         0         0\nready   \n"
    )
    try:
        server.start()
        assert stranger.poll() is None
    finally:
        server.stop()
        stranger.kill()
        stranger.wait(5)


@pytest.mark.parametrize("kind", [EmbeddedPostgres, EmbeddedRedis])
def test_one_folder_has_one_server(home: Path, kind: type[EmbeddedPostgres] | type[EmbeddedRedis]) -> None:
    first = kind(home)
    first.start()
    try:
        with pytest.raises(Conflict, match=str(os.getpid())):
            kind(home).start()
        assert first.pid is not None
        os.kill(first.pid, 0)
    finally:
        first.stop()


@pytest.mark.parametrize("name", ["NODE_ENV", "VENTRA_ENV"])
@pytest.mark.parametrize("kind", [EmbeddedPostgres, EmbeddedRedis])
def test_nothing_embedded_starts_in_production(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: type[EmbeddedPostgres] | type[EmbeddedRedis],
    name: str,
) -> None:
    monkeypatch.setenv(name, "production")
    with pytest.raises(SettingWrong, match=name):
        kind(home).start()
    assert list(home.iterdir()) == []


def test_strangers_on_the_machine_need_the_password(home: Path) -> None:
    postgres, valkey = EmbeddedPostgres(home), EmbeddedRedis(home)
    database, keys = postgres.start(), valkey.start()
    try:
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(database.replace(database.split("@")[0], "postgresql://ventra:guess"))
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url("redis://" + keys.split("@")[1]).ping()
        secrets = [home / "stores/postgres/password", home / "stores/valkey.password"]
        assert [path.stat().st_mode & 0o777 for path in secrets] == [0o600, 0o600]
    finally:
        postgres.stop()
        valkey.stop()


def test_letters_of_any_script_have_a_lower_case(postgres: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres.url("postgres")) as connection:
        found = connection.execute(
            "SELECT lower('ЎЗБЕК'), 'ЧАЙ' ILIKE 'чай', pg_encoding_to_char(6)"
        ).fetchone()
    assert found == ("ўзбек", True, "UTF8")
