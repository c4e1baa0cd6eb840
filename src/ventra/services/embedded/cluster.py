"""One Postgres data folder with the binaries of its major: made, started, asked, stopped.

Never over `pg_ctl`: after a SIGKILL a stale pid file blocked the next start. The server is our direct child.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from ventra.errors import Unavailable
from ventra.services.embedded.ground import own, write_secret
from ventra.services.processes.children import (
    LOOPBACK,
    Owner,
    end,
    end_orphans,
    free_port,
    run_tool,
    server_environment,
    start_server,
)
from ventra.services.processes.listing import working_in

VERSIONS = {16: "pginstall", 18: "pginstall18"}
ROLE = "ventra"
START_SECONDS = 120.0
# Fast shutdown; then immediate, from which it recovers by its log.
STOP_STEPS: list[tuple[int, float]] = [(signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0)]
SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "80",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "password_encryption": "scram-sha-256",
}
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class Cluster:
    """One data folder of one major, with the binaries of that major."""

    def __init__(
        self, folder: Path, install: Path, version: int, owner: Owner | None, password: str, durable: bool
    ) -> None:
        self.version = version
        self.data = folder / str(version)
        self.log = folder / f"postgres-{version}.log"
        self.bin = install / "bin"
        self.owner = owner
        self.port = 0
        self.pid: int | None = None
        self._folder = folder
        self._password = password
        self._durable = durable
        self._child: subprocess.Popen[bytes] | None = None

    def create(self, data: Path) -> None:
        """An empty cluster at `data`: made aside and renamed, so a half-made one is never taken for data."""
        half, words = self._folder / f"{self.version}.half", self._folder / "pw"
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir()
        own(half, self.owner, 0o700)
        write_secret(words, self._password, self.owner)
        # Compared by bytes, but with letters known: lower() and ILIKE must work on Cyrillic.
        letters = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
        argv = [
            str(self.bin / "initdb"),
            "-D",
            str(half),
            "-U",
            ROLE,
            "-E",
            "UTF8",
            "--locale=C",
            f"--lc-ctype={letters}",
        ]
        argv += ["-A", "scram-sha-256", f"--pwfile={words}"] + ([] if self._durable else ["--no-sync"])
        run_tool(argv, self.owner, "initdb", cwd=half)
        words.unlink()
        half.rename(data)

    def start(self, wanted_port: int | None, data: Path | None = None) -> None:
        """Start over `data` and return when it takes connections."""
        data = data or self.data
        for _ in range(3):
            self.port = free_port(wanted_port)
            self._launch(data)
            if self._ready(data):
                return
            wanted_port = None  # taken between our look and its start
        raise Unavailable(f"Postgres {self.version} does not start; see {self.log}")

    def launch_again(self) -> None:
        """Start a server that went down, at the port it had, and do not wait for it."""
        self.end_orphans()
        self._launch(self.data)

    def is_down(self) -> bool:
        """Whether the server has ended although nobody stopped it."""
        return self._child is not None and self._child.poll() is not None

    def _launch(self, data: Path) -> None:
        settings = SETTINGS | ({} if self._durable else FOR_TESTS)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        argv = [str(self.bin / "postgres"), "-D", str(data), "-p", str(self.port), *options]
        # Dying with us is a fast shutdown: clean, and no recovery at the next start.
        self._child = start_server(argv, self.owner, self.log, death_signal=signal.SIGINT, cwd=data)
        self.pid = self._child.pid

    def _ready(self, data: Path) -> bool:
        child, until = self._child, time.monotonic() + START_SECONDS
        while child is not None and child.poll() is None:
            lines = _lines(data / "postmaster.pid")
            if len(lines) >= 8 and lines[0].strip() == str(child.pid) and lines[7].strip() == "ready":
                return True
            if time.monotonic() > until:
                raise Unavailable(f"Postgres is not ready within {START_SECONDS:.0f} s; see {self.log}")
            time.sleep(0.02)
        return False

    def stop(self) -> None:
        if self._child is not None:
            end(self._child, STOP_STEPS)
            self._child = None
            self.pid = None

    def end_orphans(self, data: Path | None = None) -> None:
        """End servers of `data` whose supervisor was killed; clear a pid file that may name a stranger."""
        folder = data or self.data
        if folder.exists():
            end_orphans(lambda: working_in(folder, "postgres"), STOP_STEPS)
            (folder / "postmaster.pid").unlink(missing_ok=True)

    def url(self, database: str) -> str:
        return f"postgresql://{ROLE}:{quote(self._password)}@{LOOPBACK}:{self.port}/{database}"

    def tool(self, name: str, *arguments: str, on: Cluster | None = None, sent: str = "") -> str:
        """Run a client tool of this major against the running server, or against the one of `on`."""
        server = on or self
        env = server_environment(
            PGHOST=LOOPBACK,
            PGPORT=str(server.port),
            PGUSER=ROLE,
            PGPASSWORD=server._password,
            PGCONNECT_TIMEOUT="10",
        )
        argv = [str(self.bin / name), "--no-password", *arguments]
        return run_tool(argv, self.owner, name, cwd=self._folder, env=env, sent=sent)

    def query(self, database: str, sql: str) -> str:
        """Output of statements, unaligned. They go over standard input: an argument has a limit of length."""
        return self.tool(
            "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-f", "-", sent=sql
        ).strip()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except FileNotFoundError:
        return []
