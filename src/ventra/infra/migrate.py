"""The schema moves by migrations alone: bring a database to the newest revision, safely when several start at once."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from alembic import command, op
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from ventra import __version__
from ventra.errors import SchemaUnfit, SettingWrong, Unavailable
from ventra.infra.roles import APP_ROLE, GATE_ROLE, WORKER_ROLE
from ventra.infra.schema import MIGRATIONS, known

CONNECTING = {
    "application_name": f"ventra migrate {__version__}",
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""How a migration connects. Its statements may take hours, so it is the line itself that is watched."""
REMEDIES = (
    "Two remedies: on Railway deploy Postgres from the template with pgvector and point DATABASE_URL and "
    "DIRECT_DATABASE_URL at it; or run the image pgvector/pgvector:pg16 as your Postgres. "
    "Then start again; `ventra doctor --only pgvector` prints the version."
)
AWAY = ("08", "57P", "53300")
"""SQLSTATEs of a server that is gone, starting, stopping or full."""
REFUSED = (
    "authentication failed",
    "does not exist",
    "no pg_hba.conf entry",
    "invalid ",
    "channel binding required",
)
NO_EXTENSION = (psycopg.errors.FeatureNotSupported, psycopg.errors.UndefinedFile)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a migration waits: for its turn, and for a table's lock before it lets the traffic pass and tries again."""

    turn_seconds: float = 600
    lock_seconds: float = 3
    pauses_seconds: tuple[float, ...] = (1, 2, 4, 8, 15, 15, 15)

    def waits(self) -> Iterator[float | None]:
        """What to wait after each try; None after the last."""
        yield from self.pauses_seconds
        yield None


def _silent(words: str) -> None:
    """Nobody listens."""


def upgrade(
    direct_url: str,
    *,
    folder: Path = MIGRATIONS,
    to: str = "head",
    patience: Patience | None = None,
    say: Callable[[str], None] = _silent,
) -> None:
    """Run every migration that is missing over the unpooled address, one process at a time (advisory lock in `env.py`).

    A database that is newer than `folder` is left as it is. Raises `Unavailable` when Postgres is away, another process
    migrates for too long or a lock cannot be had, `SettingWrong` when it refuses us, `SchemaUnfit` when a migration fails.
    """
    config = configuration(direct_url, folder)
    config.attributes |= {"patience": patience or Patience(), "say": say}
    try:
        command.upgrade(config, to)
    except DBAPIError as failure:
        raise _blamed(failure) from failure


def sql_of(revision: str, folder: Path = MIGRATIONS) -> str:
    """The statements of one revision, as they would be sent."""
    ids = [one.id for one in known(folder)]
    before = ids[ids.index(revision) - 1] if ids.index(revision) else "base"
    config = configuration("postgresql://", folder)
    config.output_buffer = io.StringIO()
    command.upgrade(config, f"{before}:{revision}", sql=True)
    return config.output_buffer.getvalue().strip().replace(";;\n", ";\n") + "\n"


def configuration(direct_url: str, folder: Path = MIGRATIONS) -> Config:
    """Alembic's configuration for a database, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    scheme, _, rest = direct_url.partition("://")
    if scheme not in ("postgres", "postgresql"):
        raise ValueError("a Postgres address starts with postgresql://")
    config.attributes |= {
        "url": f"postgresql+psycopg://{rest}",
        "folder": folder,
        "patience": Patience(),
        "say": _silent,
    }
    return config


def build_index(name: str, on: str) -> None:
    """`CREATE INDEX CONCURRENTLY name ON on` in a revision: the table is read and written meanwhile.

    What a failed try left behind is dropped first. Whatever the revision did before is committed, so it may run twice.
    """
    with op.get_context().autocommit_block():
        if op.get_context().as_sql:
            op.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {on}")
            return
        # These wait for old transactions, a backup's too, and nobody queues behind them: they may wait longer.
        patience: Patience = op.get_context().opts["patience"]
        op.execute(f"SET lock_timeout = '{patience.turn_seconds * 1000:.0f}ms'")
        if op.get_bind().scalar(text(LEFT_OVER), {"name": name}):
            op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.execute(f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name} ON {on}")
        op.execute(f"SET lock_timeout = '{patience.lock_seconds * 1000:.0f}ms'")


LEFT_OVER = "SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass(:name) AND NOT indisvalid)"


def _blamed(failure: DBAPIError) -> Exception:
    cause: Any = failure.orig
    words = str(cause).strip()
    if isinstance(cause, NO_EXTENSION) and "vector" in words:
        return SchemaUnfit(f"this Postgres server lacks pgvector ({words.splitlines()[0]}). {REMEDIES}")
    if isinstance(cause, psycopg.errors.InsufficientPrivilege) and "extension" in words:
        return SchemaUnfit(
            "the role of DIRECT_DATABASE_URL may not install pgvector: let a superuser run "
            f"CREATE EXTENSION vector; in this database, once. {REMEDIES}"
        )
    if isinstance(cause, psycopg.errors.InsufficientPrivilege) and ("role" in words):
        return SchemaUnfit(
            "the role of DIRECT_DATABASE_URL may not make or take on the roles that keep organisations apart: let a superuser "
            "run these, once (… stands for that role): "
            + " ".join(
                f"CREATE ROLE {one} NOLOGIN; GRANT {one} TO …;" for one in (APP_ROLE, WORKER_ROLE, GATE_ROLE)
            )
        )
    away = isinstance(cause, psycopg.OperationalError) and (cause.sqlstate or AWAY[0]).startswith(AWAY)
    unread = isinstance(cause, psycopg.ProgrammingError) and failure.statement is None
    if away or unread:
        last = words.splitlines()[-1]
        if unread or any(sign in words for sign in REFUSED):
            return SettingWrong("DIRECT_DATABASE_URL", f"Postgres refuses it: {last}")
        return Unavailable(f"Postgres does not answer: {last}", dependency="postgres")
    statement = " ".join((failure.statement or "").split())[:200]
    return SchemaUnfit(f"a migration failed and was rolled back: {words} (in: {statement})")
