"""Runs revisions under an advisory lock, so that services starting together migrate once, and never queues their traffic."""

import time

import psycopg
from alembic import context
from sqlalchemy import Connection, create_engine, pool, text
from sqlalchemy.exc import DBAPIError

from ventra import __version__
from ventra.errors import Unavailable
from ventra.infra.migrate import CONNECTING, Patience
from ventra.infra.schema import known

LOCK = 7_239_401
LOOK_SECONDS, SAY_SECONDS = 0.2, 15.0
TRY_AGAIN = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)
HOLDER = """
    SELECT format('process %s (%s) from %s, connected since %s UTC', a.pid, coalesce(nullif(a.application_name, ''), 'unnamed'),
                  coalesce(host(a.client_addr), 'the server itself'), to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS'))
      FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND (l.classid::bigint << 32) + l.objid::bigint = :key
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
OLDEST = """
    SELECT string_agg(format('process %s (%s, %s, open for %s s)', pid, coalesce(nullif(application_name, ''), 'unnamed'), state,
                             floor(extract(epoch FROM now() - xact_start))), '; ')
      FROM (SELECT * FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
             ORDER BY xact_start LIMIT 3) AS oldest
"""

patience: Patience = context.config.attributes["patience"]
say = context.config.attributes["say"]
revisions = known(context.config.attributes["folder"])


def main() -> None:
    """Bring the database up, or write the statements where Alembic is asked for SQL alone."""
    if context.is_offline_mode():
        context.configure(
            dialect_name="postgresql",
            dialect_opts={"paramstyle": "named"},
            transaction_per_migration=True,
            on_version_apply=note,
        )
        with context.begin_transaction():
            context.run_migrations()
        return
    engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool, connect_args=CONNECTING)
    with engine.connect() as connection:  # closing it gives the lock back, whatever happened
        prepare(connection)
        wait_for_turn(connection)
        if behind(connection):
            run_patiently(connection)


def prepare(connection: Connection) -> None:
    """A statement may take its time, but never long in a queue for a lock: whoever comes after it would stand there too."""
    settings = {
        "statement_timeout": "0",
        "idle_in_transaction_session_timeout": "0",
        "lock_timeout": f"{patience.lock_seconds * 1000:.0f}ms",
    }
    if connection.dialect.server_version_info >= (17,):
        settings["transaction_timeout"] = "0"
    for name, value in settings.items():
        connection.execute(text("SELECT set_config(:name, :value, false)"), {"name": name, "value": value})
    connection.commit()


def wait_for_turn(connection: Connection) -> None:
    """Take the lock by asking again and again: a session that waits in `pg_advisory_lock` holds a snapshot, and an index
    that is built concurrently by the one who has the lock would wait for it forever."""
    until, said = time.monotonic() + patience.turn_seconds, 0.0
    while not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": LOCK}):
        holder = connection.scalar(text(HOLDER), {"key": LOCK}) or "a process that has just gone"
        connection.commit()
        if time.monotonic() > until:
            raise Unavailable(
                f"another process has been migrating for {patience.turn_seconds:.0f} s: {holder}"
            )
        if time.monotonic() - said > SAY_SECONDS or not said:
            say(f"another process is migrating, this one waits: {holder}")
            said = time.monotonic()
        time.sleep(LOOK_SECONDS)
    connection.commit()


def behind(connection: Connection) -> bool:
    """Whether a revision of ours is missing. A newer release may have migrated while we waited."""
    context.configure(connection=connection)
    head = context.get_context().get_current_revision()
    connection.commit()
    ids = [revision.id for revision in revisions]
    return head is None or head in ids[:-1]


def run_patiently(connection: Connection) -> None:
    """Run what is missing; a revision that cannot have a lock at once lets the traffic pass and tries again."""
    for wait_seconds in patience.waits():
        try:
            context.configure(
                connection=connection,
                transaction_per_migration=True,
                on_version_apply=note,
                patience=patience,
            )
            with context.begin_transaction():
                context.run_migrations()
            connection.commit()
            return
        except DBAPIError as failure:
            if not isinstance(failure.orig, TRY_AGAIN):
                raise
            connection.rollback()
            statement = " ".join((failure.statement or "").split())[:120]
            oldest = connection.scalar(text(OLDEST)) or "none is open now"
            connection.commit()
            words = f"no lock within {patience.lock_seconds:g} s for: {statement}; oldest open transactions: {oldest}"
            if wait_seconds is None:
                raise Unavailable(f"{words}; end them, or run it again at a quieter hour") from failure
            say(f"{words}; trying again in {wait_seconds:g} s")
            time.sleep(wait_seconds)
            prepare(connection)


def note(*, ctx, step, heads, run_args) -> None:
    """Keep which release each revision allows, in the transaction of the revision."""
    ids = [revision.id for revision in revisions]
    reached = revisions[: ids.index(step.up_revision_id) + 1]
    rows = ", ".join(f"('{one.id}', '{one.oldest_release}', '{__version__}')" for one in reached)
    ctx.impl.execute(
        text(
            "DO $note$ BEGIN IF to_regclass('schema_history') IS NOT NULL THEN "
            "INSERT INTO schema_history (revision, oldest_release, applied_by) "
            f"VALUES {rows} ON CONFLICT (revision) DO NOTHING; END IF; END $note$"
        )
    )
    if not ctx.as_sql:
        say(f"{step.up_revision_id}: {reached[-1].title}")


main()
