"""Roles that transactions take on: the api of one organisation, work on all of them, and the gate that finds out who asks."""

from alembic import op

revision = "0015"
down_revision = "0014"
oldest_release = "0.1.0"

# Roles belong to the server and not to a database: another of its databases may have made them, or be making them now.
ROLES = """
-- allowed: makes roles, no table is touched
DO $roles$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['ventra_app', 'ventra_worker', 'ventra_gate'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = one) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I NOLOGIN', one);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END;
        END IF;
        IF NOT pg_has_role(current_user, one, 'SET') THEN
            EXECUTE format('GRANT %I TO CURRENT_USER', one);
        END IF;
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', current_schema(), one);
    END LOOP;
END
$roles$;
"""

WORKER = """
-- allowed: grants rights, no table is touched
DO $worker$
BEGIN
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO ventra_worker', current_schema());
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_worker, ventra_app', current_schema());
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA %I TO ventra_app', current_schema());
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ventra_worker',
                   current_schema());
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA %I GRANT USAGE, SELECT ON SEQUENCES TO ventra_worker', current_schema());
END
$worker$;
REVOKE INSERT, UPDATE, DELETE ON alembic_version, schema_history FROM ventra_worker;
"""

# The api reads the market and writes only this.
APP = """
GRANT INSERT, UPDATE, DELETE ON
    cards, imports, import_parts, import_rejects, installation, followed_shops, followed_products,
    trackers, watch, sources, alarms TO ventra_app;
GRANT SELECT ON installation, alembic_version, schema_history TO ventra_gate;
"""

# Making a partition takes the owner of its parent; the worker asks the owner to.
MONTHS = """
-- allowed: changes whose rights the function has
DO $months$
BEGIN
    EXECUTE format('ALTER FUNCTION ventra_make_month(date) SECURITY DEFINER SET search_path = %I, pg_temp', current_schema());
END
$months$;
"""


def upgrade() -> None:
    """Rights alone: no table is touched, and the release before goes on as whoever signs in."""
    for part in (ROLES, WORKER, APP, MONTHS):
        op.execute(part)
