"""Vectors of a provider beside our own: of which kind the index is, which titles wait to be sent, and how the provider does."""

from alembic import op

revision = "0047"
down_revision = "0040"
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

RIGHTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON search_space, embedded_titles TO ventra_worker;
GRANT SELECT ON search_space TO ventra_app;
"""


def upgrade() -> None:
    """A column with a default, and empty tables: the index is of our own vectors until a provider is set."""
    for part in (KIND, SPACE, TITLES, RIGHTS):
        op.execute(part)
