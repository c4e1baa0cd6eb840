"""The days of each category, added up over its goods, so that a curve of a year reads rows and not the market."""

from alembic import op

revision = "0026"
down_revision = "0025"
oldest_release = "0.1.0"

DAYS = """
CREATE TABLE category_members (
    product_id  bigint PRIMARY KEY,
    category_id bigint NOT NULL,
    bucket      smallint NOT NULL
);
CREATE INDEX category_members_category ON category_members (category_id, bucket, product_id);
COMMENT ON TABLE category_members IS 'the active products as category_days counts them, each in its own category';

CREATE TABLE category_days (
    category_id   bigint NOT NULL,
    day           date NOT NULL,
    units         double precision NOT NULL,
    units_low     double precision NOT NULL,
    units_down    double precision NOT NULL,
    units_up      double precision NOT NULL,
    revenue       double precision NOT NULL,
    revenue_low   double precision NOT NULL,
    revenue_down  double precision NOT NULL,
    revenue_up    double precision NOT NULL,
    units_known   integer NOT NULL,
    revenue_known integer NOT NULL,
    units_basis   smallint NOT NULL,
    revenue_basis smallint NOT NULL,
    PRIMARY KEY (category_id, day)
);
COMMENT ON TABLE category_days IS
    'sums over the members of one category, those below it left out; no row: nothing is known of any of them that day';
COMMENT ON COLUMN category_days.units_known IS 'members that have a number of that day; the sums are of these alone';
COMMENT ON COLUMN category_days.units_down IS 'sum of the squares of how far the intervals reach below their points';

CREATE TABLE category_touched (
    category_id bigint NOT NULL,
    mark        bigint GENERATED ALWAYS AS IDENTITY,
    first_day   date NOT NULL,
    last_day    date NOT NULL,
    PRIMARY KEY (category_id, mark)
);
COMMENT ON TABLE category_touched IS
    'days of categories to be added up anew; rows are added and deleted, never changed, so nobody waits';
"""

# Of the market, so every organisation reads them; only the worker writes.
RIGHTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON category_members, category_days, category_touched TO ventra_worker;
GRANT SELECT ON category_members, category_days, category_touched TO ventra_app;
"""


def upgrade() -> None:
    """New tables only; the worker fills them, the categories one after the other."""
    op.execute(DAYS)
    op.execute(RIGHTS)
