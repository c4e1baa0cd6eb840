"""Postgres: whether it answers, what it can do, and whether the schema is the one this release runs on."""

from __future__ import annotations

from urllib.parse import urlsplit

from ventra.infra import db
from ventra.infra.schema import standing
from ventra.infra.vitals import read_slow_vitals
from ventra.services.doctor import store
from ventra.services.doctor.causes import place
from ventra.services.doctor.check import checks_of
from ventra.services.doctor.finding import Blocked, Verdict, ok, problem, skipped, warning
from ventra.services.doctor.patient import MIGRATE, Patient
from ventra.settings import BOT
from ventra.status import disk
from ventra.status.answers import DiskHealth

check = checks_of("postgres")
OLDEST_VERSION = 16
DAY_SECONDS = 86_400
LEAST_AHEAD_DAYS, A_MONTH_DAYS = 7, 28
GB = 1e9
POOLER_PORT = 6543
POOLER_NAMES = ("pooler", "pgbouncer", "pgcat", "odyssey")
WITH_VECTOR = (
    "two remedies: on Railway deploy Postgres from the template with pgvector and point DATABASE_URL and DIRECT_DATABASE_URL "
    "at it; or run the image pgvector/pgvector:pg16 as your Postgres"
)


@check(
    "postgres",
    looks_at="Postgres answers at `DATABASE_URL`, and can be written to",
    why="everything is in it: without it nothing is answered and nothing is collected",
    mend="start Postgres, or correct DATABASE_URL",
)
async def postgres(patient: Patient) -> Verdict:
    """Says which of the many causes it is when it does not answer."""
    async with patient.database() as connection:
        server = await store.read_server(connection)
    where = place(patient.get("DATABASE_URL"))
    if server.replica:
        return problem(
            f"Postgres at {where} is a replica: it takes no writes",
            "point DATABASE_URL at the primary server",
        )
    return ok(f"answers at {where}")


@check(
    "postgres_version",
    looks_at=f"Postgres is {OLDEST_VERSION} or newer",
    why="older ones lack what our SQL uses, and are tested by nobody",
    mend="move to Postgres 16: ventra backup, a new server (image pgvector/pgvector:pg16), ventra restore",
)
async def postgres_version(patient: Patient) -> Verdict:
    """The server's major."""
    async with patient.database() as connection:
        server = await store.read_server(connection)
    words = f"PostgreSQL {server.version_text}"
    return ok(words) if server.version // 10_000 >= OLDEST_VERSION else problem(f"{words} is too old")


@check(
    "pgvector",
    looks_at="the extension `vector` is installed in the database; its version",
    why="the first migration needs it, and search by likeness is done with it",
    mend=WITH_VECTOR,
)
async def pgvector(patient: Patient) -> Verdict:
    """The version in the database, or what would bring it there."""
    async with patient.database() as connection:
        here = await standing(connection)
    if here.vector is not None:
        return ok(f"vector {here.vector}")
    if here.vector_available is not None:
        words = f"vector {here.vector_available} is at hand and not installed in this database"
        return problem(words, f"{MIGRATE}; where the role may not: CREATE EXTENSION vector as a superuser")
    return problem("this server has no pgvector")


@check(
    "schema",
    looks_at="all migrations have run, and none that this release cannot run on",
    why="a service on another schema than its own fails in the middle of its work",
    mend=MIGRATE,
)
async def schema(patient: Patient) -> Verdict:
    """Also a database that is newer, as after a rollback."""
    async with patient.database() as connection:
        here = await standing(connection)
    if here.newer and not here.allows:
        words = f"the database is at revision {here.revision}, which this release does not know and may not run on"
        return problem(words, f"deploy release {here.oldest_release or 'of that revision'} or a newer one")
    if here.newer:
        return ok(f"at revision {here.revision}, newer than this release, which it allows")
    if here.revision is None:
        return problem("no migration has run on this database")
    if here.missing:
        behind = ", ".join(f"{one.id} ({one.title})" for one in here.missing)
        return problem(f"the database is at revision {here.revision}; missing: {behind}")
    return ok(f"at revision {here.revision}, the newest")


@check(
    "partitions",
    looks_at="the tables' partitions of the months to come are made",
    why="a row of a month without a partition cannot be kept: on the first of the month collecting would stop",
    mend="start a worker: its job partitions makes them; what keeps it from it stands in failed_jobs",
)
async def partitions(patient: Patient) -> Verdict:
    """How many days from now everything has its place."""
    async with patient.database() as connection:
        ahead = (await read_slow_vitals(connection)).partitions_ahead_seconds / DAY_SECONDS
    if ahead <= 0:
        return problem("this month has no partitions")
    words = f"made for {ahead:.0f} days from now"
    if ahead < LEAST_AHEAD_DAYS:
        return problem(words)
    return ok(words) if ahead >= A_MONTH_DAYS else warning(f"{words}, less than a month")


@check(
    "database_disk",
    looks_at="the disk of Postgres is not full within a month at its pace, and no more than 80 % of it is used",
    why="a full disk refuses whatever is new, and one that is full to the last byte takes Postgres down",
    mend="grow the volume (on Railway: ⋮, Live Resize) and correct DATABASE_VOLUME_GB; docs/runbook.md, VentraVolumeFills",
)
async def database_disk(patient: Patient) -> Verdict:
    """As the worker last measured it."""
    async with patient.database() as connection:
        found = await disk.read(connection)
    if found.used_share is None or found.volume_bytes is None:
        size = found.database_bytes
        taken = "nothing is measured yet" if size is None else f"the database takes {size / GB:.2f} GB"
        return skipped(f"{taken}; how large its disk is, DATABASE_VOLUME_GB at the worker would say")
    words = f"{found.used_share:.0%} of {found.volume_bytes / GB:.1f} GB used, {_pace(found)}"
    match found.state:
        case "grave":
            return problem(words)
        case "warn":
            return warning(words)
        case _:
            return ok(words)


def _pace(found: DiskHealth) -> str:
    if found.growth is None:
        return f"no forecast from {found.samples} of {found.samples_needed} days"
    if found.full_on is None:
        return "not full within ten years"
    earliest = found.full_earliest or found.full_on
    return f"full about {found.full_on:%Y-%m-%d} (at the earliest {earliest:%Y-%m-%d})"


@check(
    "connections",
    looks_at="of Postgres's connections enough are free",
    why="when all are taken, services wait and then fail; so do commands and backups",
    mend="lower the number of replicas, put a pooler before Postgres, or raise max_connections",
)
async def connections(patient: Patient) -> Verdict:
    """Over all databases of the server; a pooler's own limit is not seen from here."""
    async with patient.database() as connection:
        used, most = (
            await store.connections_in_use(connection),
            (await store.read_server(connection)).max_connections,
        )
    words = f"{used} of {most} in use"
    if used >= most * 0.95:
        return problem(words)
    return warning(words) if used >= most * 0.8 else ok(words)


@check(
    "direct_database",
    looks_at="`DIRECT_DATABASE_URL` leads to the same database as `DATABASE_URL`, and not through a pooler in transaction mode",
    why="migrations go there and hold a lock of the session, which such a pooler gives to whoever comes next",
    mend="set DIRECT_DATABASE_URL to Postgres itself (port 5432 as a rule)",
)
async def direct_database(patient: Patient) -> Verdict | list[Verdict]:
    """Two lines to it that are served by one process of the server are a pooler's."""
    direct, pooled = patient.get("DIRECT_DATABASE_URL"), patient.get("DATABASE_URL")
    if patient.is_not("api", "worker"):
        return skipped(f"the {BOT} runs no migrations")
    if direct is None:
        if _hints_at_pooler(pooled or ""):
            return warning("DIRECT_DATABASE_URL is not set, and DATABASE_URL looks like a pooler's address")
        return skipped("DIRECT_DATABASE_URL is not set: migrations go to DATABASE_URL")
    try:
        one, other = (
            await patient.connect(direct, "DIRECT_DATABASE_URL"),
            await patient.connect(direct, "DIRECT_DATABASE_URL"),
        )
    except Blocked as blocked:
        return blocked.verdict
    async with patient.database() as connection:
        expected = await store.read_server(connection)
    try:
        found = await store.read_server(one)
        shared = await store.backend_of(one) == await store.backend_of(other)
    except db.Answered as refused:
        if refused.sqlstate == "26000" or "prepared statement" in str(refused):
            return problem("DIRECT_DATABASE_URL leads through a pooler that loses prepared statements")
        raise
    if (found.started_at, found.database_id) != (expected.started_at, expected.database_id):
        return problem(
            f"DIRECT_DATABASE_URL leads to another database ({place(direct)}) than DATABASE_URL ({place(pooled)})"
        )
    if shared:
        return problem("DIRECT_DATABASE_URL leads through a pooler in transaction mode")
    if _hints_at_pooler(direct):
        return warning(
            "DIRECT_DATABASE_URL looks like a pooler's address, though it does not behave like one now"
        )
    return ok(f"the same database, without a pooler in transaction mode: {place(direct)}")


def _hints_at_pooler(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.port == POOLER_PORT or any(name in (parts.hostname or "") for name in POOLER_NAMES)
    except ValueError:
        return False


CHECKS = (
    postgres,
    postgres_version,
    pgvector,
    schema,
    partitions,
    database_disk,
    connections,
    direct_database,
)
