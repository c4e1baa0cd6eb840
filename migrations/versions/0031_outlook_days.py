"""What nights said of tracked products, kept for a time, and where products stand in their categories."""

from alembic import op

revision = "0031"
down_revision = "0030"
oldest_release = "0.1.0"

_RANKED = """
    category_id        bigint,
    category_rank      integer,
    category_rank_low  integer,
    category_rank_high integer,
    category_products  integer
"""
RANKS = f"""
ALTER TABLE product_outlooks {", ".join(f"ADD COLUMN IF NOT EXISTS {one.strip()}" for one in _RANKED.split(","))},
    ADD COLUMN IF NOT EXISTS dispersion real;
COMMENT ON COLUMN product_outlooks.category_rank IS
    'by units of 28 days among the active products of its own category; low and high as far as intervals overlap';
COMMENT ON COLUMN product_outlooks.dispersion IS 'variance of what a day sells by chance, in parts of its mean';
"""

DAYS = f"""
CREATE TABLE outlook_days (
    product_id     bigint NOT NULL,
    day            date NOT NULL,
    verdict        smallint NOT NULL,
    rises          boolean,
    q_value        double precision,
    p_value        double precision,
    least_growth   double precision,
    growth_28      double precision,
    growth_28_low  double precision,
    growth_28_high double precision,
    first_seen     date,
    new_velocity   double precision,
    new_low        double precision,
    new_high       double precision,
    {_RANKED.strip()},
    score          double precision,
    score_low      double precision,
    score_high     double precision,
    beats_naive    boolean,
    naive          real,
    mean           real[],
    low80_28       real,
    high80_28      real,
    dispersion     real,
    PRIMARY KEY (product_id, day)
);
CREATE INDEX outlook_days_day ON outlook_days (day);
COMMENT ON TABLE outlook_days IS
    'product_outlooks of tracked products as each of the last nights left them: what rules look back on';
COMMENT ON COLUMN outlook_days.mean IS 'units of each of the days ahead; null where the average does as well';
"""

# Of the market, so every organisation reads them; only the worker writes.
RIGHTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON outlook_days TO ventra_worker;
GRANT SELECT ON outlook_days TO ventra_app;
"""


def upgrade() -> None:
    """A table and columns that are empty until the next night."""
    for part in (RANKS, DAYS, RIGHTS):
        op.execute(part)
