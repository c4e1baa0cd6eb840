"""Care for the store: samples of what it takes, an index for each clean-up, and how each kind of table is vacuumed."""

from alembic import op

from ventra.infra.migrate import build_index

revision = "0008"
down_revision = "0007"
oldest_release = "0.1.0"

SAMPLES = """
CREATE TABLE IF NOT EXISTS disk_samples (
    day            date PRIMARY KEY,
    taken_at       timestamptz NOT NULL,
    database_bytes bigint NOT NULL,
    parts          jsonb NOT NULL,
    volume_bytes   bigint,
    free_bytes     bigint
);
COMMENT ON TABLE disk_samples IS 'what the database takes on disk, once a Tashkent day; the day''s last look counts';
COMMENT ON COLUMN disk_samples.parts IS 'bytes by group of tables, indexes included';
COMMENT ON COLUMN disk_samples.volume_bytes IS 'size of the disk; null where nobody told'
"""

UPDATED = ("watch", "product_latest", "variants", "sales_figures", "sales_touched")
"""Rows are written anew all day: what is dead is to be found while the pages that hold it are few."""
SMALL = ("status_parts", "job_schedule", "sources", "visit_counts", "status_hours", "alarms", "installation")
"""A handful of rows, written again and again: a share of them is nothing, so a number counts."""

# The months' settings are the same for those that are there and those to come, so one function gives them.
CARE = """
CREATE OR REPLACE FUNCTION ventra_care_for_month(child text) RETURNS void LANGUAGE plpgsql AS $care$
BEGIN
    EXECUTE format(
        'ALTER TABLE %I SET (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.1, '
        'autovacuum_analyze_scale_factor = 0.05, autovacuum_freeze_min_age = 0)', child);
END
$care$;
COMMENT ON FUNCTION ventra_care_for_month IS
    'how a partition of a month is vacuumed: rows are added for a month and then rest, so they are frozen as they are passed by';

CREATE OR REPLACE FUNCTION ventra_make_month(month date) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
    parent text;
    child  text;
    first  date := date_trunc('month', month)::date;
    after  date := (date_trunc('month', month) + interval '1 month')::date;
    bounds text;
BEGIN
    IF first < '2015-01-01' OR first > '2100-01-01' THEN
        RAISE EXCEPTION 'no partition for %: outside 2015 to 2100', first;
    END IF;
    PERFORM pg_advisory_xact_lock(7239402);
    FOREACH parent IN ARRAY ARRAY['observations', 'sku_observations', 'sales_days', 'sku_sales_days'] LOOP
        child := parent || to_char(first, '_YYYY_MM');
        CONTINUE WHEN to_regclass(child) IS NOT NULL;
        IF parent LIKE '%observations' THEN
            bounds := format('FROM (%L) TO (%L)', first || ' 00:00:00+00', after || ' 00:00:00+00');
        ELSE
            bounds := format('FROM (%L) TO (%L)', first, after);
        END IF;
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', child, parent);
        PERFORM ventra_care_for_month(child);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES %s', parent, child, bounds);
    END LOOP;
END
$make$;

SELECT ventra_care_for_month(c.relname) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
 WHERE i.inhparent IN ('observations'::regclass, 'sku_observations'::regclass, 'sales_days'::regclass, 'sku_sales_days'::regclass)
"""

CLEANED_BY = {
    "alarms_cleared": "alarms (cleared_at) WHERE cleared_at IS NOT NULL",
    "cards_asked": "cards (asked_at)",
    "imports_finished": "imports (finished_at)",
    "imports_receiving": "imports (created_at) WHERE state = 'receiving'",
    "status_hours_hour": "status_hours (hour)",
    "unknown_fields_first_seen": "unknown_fields (first_seen)",
}


def upgrade() -> None:
    """No row is touched. The settings take a lock that neither reads nor writes wait for."""
    op.execute(SAMPLES)
    for table in UPDATED:
        op.execute(
            f"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000, "
            "autovacuum_analyze_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 1)"
        )
    for table in SMALL:
        op.execute(
            f"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 200, "
            "autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 500)"
        )
    op.execute(CARE)
    for name, on in CLEANED_BY.items():
        build_index(name, on)
