"""What nights said of categories and shops, kept for a time; which look a night goes by, and whether it is judged again; alerts
of a shop.
"""

from alembic import op

revision = "0034"
down_revision = "0033"
oldest_release = "0.1.0"

DAYS = """
CREATE TABLE outlook_group_days (
    kind           text NOT NULL,
    subject_id     bigint NOT NULL,
    day            date NOT NULL,
    verdict        smallint NOT NULL,
    rises          boolean,
    p_value        double precision,
    least_growth   double precision,
    growth_28      double precision,
    growth_28_low  double precision,
    growth_28_high double precision,
    PRIMARY KEY (kind, subject_id, day)
);
CREATE INDEX outlook_group_days_day ON outlook_group_days (day);
COMMENT ON TABLE outlook_group_days IS
    'category_outlooks and seller_outlooks as each of the last nights left them; of shops those tested or with tracked goods';
COMMENT ON COLUMN outlook_group_days.kind IS 'category or seller';
"""

RUNS = """
ALTER TABLE outlook_runs ADD COLUMN look text, ADD COLUMN anew_at timestamptz;
COMMENT ON COLUMN outlook_runs.look IS
    'digest of what the market looked like: folders that were written by another look are written again';
COMMENT ON COLUMN outlook_runs.anew_at IS
    'since when the day is judged again; until that is whole, lists are those of the judging that finished_at speaks of';
"""

# It takes more than before, so what is there need not be looked through.
SUBJECT = """
ALTER TABLE alerts DROP CONSTRAINT alerts_subject_check;
ALTER TABLE alerts ADD CONSTRAINT alerts_subject_check CHECK (subject IN ('product', 'category', 'seller')) NOT VALID;
"""

# Of the market, so every organisation reads them; only the worker writes.
RIGHTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON outlook_group_days TO ventra_worker;
GRANT SELECT ON outlook_group_days TO ventra_app;
"""


def upgrade() -> None:
    """A table and columns that are empty until the next night, and a wider check."""
    for part in (DAYS, RUNS, SUBJECT, RIGHTS):
        op.execute(part)
