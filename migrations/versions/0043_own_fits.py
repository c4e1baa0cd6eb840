"""What an organisation's own shop says of our estimates: corrections by category, and whether its owner wants them."""

from alembic import op

revision = "0043"
down_revision = "0042"
oldest_release = "0.1.0"

FITS = """
CREATE TABLE own_fits (
    org_id      bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    category_id bigint NOT NULL,
    version     integer NOT NULL,
    made_at     timestamptz NOT NULL,
    days        integer NOT NULL,
    products    integer NOT NULL,
    factors     double precision[] NOT NULL,
    why         text NOT NULL,
    held_out    jsonb NOT NULL,
    applied     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (org_id, category_id, version)
);
CREATE UNIQUE INDEX own_fits_applied ON own_fits (org_id, category_id) WHERE applied;
CREATE INDEX own_fits_version ON own_fits (org_id, version);
COMMENT ON TABLE own_fits IS
'what own truth says of our estimates of a category, learned anew from time to time; for that organisation alone';
COMMENT ON COLUMN own_fits.days IS
'Tashkent days of which both the truth and our estimate are known; products: how many goods they are of';
COMMENT ON COLUMN own_fits.factors IS
'of the estimate, then of the sides of intervals by velocity band: four of days, four of windows; 1: as it is';
COMMENT ON COLUMN own_fits.why IS 'few_days, as_good or learned';
COMMENT ON COLUMN own_fits.held_out IS 'scores of days that nothing was learned from, by cell, before and after';
COMMENT ON COLUMN own_fits.applied IS
'what the organisation sees goes by this; at most one version of a category, and none while it is switched off';

CREATE TABLE own_fit_switches (
    org_id     bigint PRIMARY KEY REFERENCES organisations ON DELETE CASCADE,
    is_on      boolean NOT NULL,
    changed_at timestamptz NOT NULL
);
COMMENT ON TABLE own_fit_switches IS 'whether what an organisation sees is corrected by its own truth; no row: it is not';
"""

WALLS = "".join(
    f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON {table} TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON {table} TO ventra_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ventra_app, ventra_worker;
"""
    for table in ("own_fits", "own_fit_switches")
)


def upgrade() -> None:
    """New tables alone."""
    for part in (FITS, WALLS):
        op.execute(part)
