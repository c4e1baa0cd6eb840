"""What happened to products besides sales, and how much of a day's demand met an empty shelf."""

from alembic import op

revision = "0011"
down_revision = "0010"
oldest_release = "0.1.0"

EVENTS = """
CREATE TABLE IF NOT EXISTS sales_events (
    product_id  bigint NOT NULL,
    sku_id      bigint NOT NULL,
    seen_from   timestamptz NOT NULL,
    seen_to     timestamptz NOT NULL,
    pieces      double precision,
    probability double precision NOT NULL,
    bucket      smallint NOT NULL,
    kind        smallint NOT NULL,
    reason      smallint NOT NULL,
    PRIMARY KEY (bucket, product_id, seen_from, sku_id, kind),
    CHECK (seen_from <= seen_to AND probability BETWEEN 0 AND 1)
);
COMMENT ON TABLE sales_events IS 'what happened between two looks besides sales; belongs to the Tashkent day of seen_from';
COMMENT ON COLUMN sales_events.sku_id IS '-1: the product as a whole';
ALTER TABLE sales_days ADD COLUMN IF NOT EXISTS out_share real NOT NULL DEFAULT 0;
COMMENT ON COLUMN sales_days.out_share IS 'part of the day''s expected sales that met an empty shelf, 0-1';
COMMENT ON COLUMN sales_events.pieces IS 'how many moved; null where that is unknown or nothing moves';
"""


def upgrade() -> None:
    """A table that no release before has read, and a column with a constant default, which no row is written again for."""
    op.execute(EVENTS)
