"""From one Postgres major to the next by dump and restore; the old data stays until the new is proven."""

from __future__ import annotations

import shutil
from pathlib import Path

from ventra.errors import Unavailable
from ventra.services.embedded.cluster import ROLE, VERSIONS, Cluster
from ventra.services.embedded.ground import own

DATABASES = "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1"
TABLES = r"""
SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema' ORDER BY 1
"""


def upgrade(old: Cluster, new: Cluster) -> None:
    """Fill `new.data` with everything `old` holds; on any failure `old` stays the truth."""
    aside, dumps = new.data.with_name(f"{new.version}.upgrade"), new.data.with_name("dump")
    new.end_orphans(aside)
    (new.data.with_name(f"{new.version}.started")).unlink(missing_ok=True)
    for leftover in (aside, dumps, new.data):
        shutil.rmtree(leftover, ignore_errors=True)
    dumps.mkdir()
    own(dumps, new.owner, 0o700)
    new.create(aside)
    try:
        old.start(None)
        new.start(None, aside)
        _copy(old, new, dumps)
    finally:
        new.stop()
        old.stop()
        shutil.rmtree(dumps)
    aside.rename(new.data)


def _copy(old: Cluster, new: Cluster, dumps: Path) -> None:
    # The newer tools read the older server; the reverse is not promised.
    roles = new.tool("pg_dumpall", "--roles-only", on=old)
    kept = [
        line for line in roles.splitlines() if line != f"CREATE ROLE {ROLE};" and not line.startswith("\\")
    ]
    new.query("postgres", "\n".join(kept))
    for database in old.query("postgres", DATABASES).splitlines():
        dump = str(dumps / "database")
        new.tool("pg_dump", "-Fc", "-Z1", "-f", dump, "-d", database, on=old)
        new.tool("pg_restore", "--create", "--exit-on-error", "-d", "postgres", dump)
        if _counts(old, database) != _counts(new, database):
            raise Unavailable(
                f"upgrade of {database} from {old.version} to {new.version}: the row counts differ"
            )


def _counts(cluster: Cluster, database: str) -> str:
    tables = cluster.query(database, TABLES).splitlines()
    return cluster.query(database, "".join(f"SELECT count(*) FROM {table};\n" for table in tables))


def forget_old_majors(folder: Path, version: int) -> None:
    """Drop older data once the newer has been through a whole run: started, stopped and started again."""
    older = [folder / str(v) for v in VERSIONS if v < version and (folder / str(v)).exists()]
    proven = folder / f"{version}.started"
    if older and proven.exists():
        for data in older:
            shutil.rmtree(data)
    proven.touch()
