"""Vectors of a provider beside our own, and how that provider does; months of clusters, for their seasons."""

from alembic import op

revision = "0047"
down_revision = "0046"
oldest_release = "0.1.0"

KIND = """
ALTER TABLE search_models ADD COLUMN kind text NOT NULL DEFAULT '';
COMMENT ON COLUMN search_models.kind IS 'whose vectors products get with this version: ours where it is empty, else model@host';
"""

SPACE = """
CREATE TABLE search_space (
    one           boolean PRIMARY KEY DEFAULT true CHECK (one),
    kind          text NOT NULL DEFAULT '',
    failing_since timestamptz,
    failures      integer NOT NULL DEFAULT 0,
    retry_at      timestamptz,
    reason        text,
    day           date,
    titles        integer NOT NULL DEFAULT 0
);
COMMENT ON TABLE search_space IS 'of which kind product_vectors is as a whole, and how the provider of embeddings does';
COMMENT ON COLUMN search_space.titles IS 'titles sent to the provider on that Tashkent day';
"""

TITLES = """
CREATE TABLE embedded_titles (
    product_id bigint PRIMARY KEY,
    digest     bigint,
    since      timestamptz
);
CREATE INDEX embedded_titles_waiting ON embedded_titles (since, product_id) WHERE since IS NOT NULL;
COMMENT ON TABLE embedded_titles IS 'products whose titles go to the provider of embeddings; empty while there is none';
COMMENT ON COLUMN embedded_titles.digest IS 'of the titles whose vector lies in the index or beside it; null where none does';
COMMENT ON COLUMN embedded_titles.since IS 'since when it waits; null where it does not';
"""

MONTHS = """
CREATE TABLE cluster_months (
    cluster_id   bigint NOT NULL,
    month        integer NOT NULL,
    days         integer NOT NULL,
    product_days bigint NOT NULL,
    units        double precision NOT NULL,
    squared      double precision NOT NULL,
    PRIMARY KEY (cluster_id, month)
);
COMMENT ON TABLE cluster_months IS 'sums over the goods of a cluster that are on sale, by calendar month that has ended';
COMMENT ON COLUMN cluster_months.month IS 'counted from year 0: the year times 12, January 0';
COMMENT ON COLUMN cluster_months.product_days IS 'days of products that have a number; the sums are of these alone';
COMMENT ON COLUMN cluster_months.squared IS 'sum of the squares of how far the intervals reach, the mean of both sides';
CREATE TABLE cluster_months_made (
    cluster_id bigint PRIMARY KEY,
    members    bigint NOT NULL,
    through    integer NOT NULL
);
COMMENT ON TABLE cluster_months_made IS 'which goods a cluster had when its months were added up, as a number; the last month';
"""

RIGHTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON cluster_months, cluster_months_made TO ventra_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON search_space, embedded_titles TO ventra_worker;
GRANT SELECT ON search_space TO ventra_app;
"""


def upgrade() -> None:
    """A column with a default, and empty tables: the index is of our own vectors until a provider is set."""
    for part in (KIND, SPACE, TITLES, MONTHS, RIGHTS):
        op.execute(part)
