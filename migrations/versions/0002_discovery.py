"""How far the walk over the marketplace's categories has come."""

from alembic import op

revision = "0002"
down_revision = "0001"
oldest_release = "0.1.0"

DISCOVERY = """
CREATE TABLE discovery (
    category_id  bigint PRIMARY KEY,
    listed_at    timestamptz NOT NULL,
    due_at       timestamptz NOT NULL,
    lease        bigint NOT NULL DEFAULT 0,
    leased_until timestamptz,
    next_offset  integer NOT NULL DEFAULT 0 CHECK (next_offset >= 0),
    cards_total  bigint,
    found        bigint NOT NULL DEFAULT 0,
    failures     integer NOT NULL DEFAULT 0,
    walked_at    timestamptz
);
CREATE INDEX discovery_due ON discovery (due_at, category_id);
COMMENT ON TABLE discovery IS 'leaf categories and how far each has been paged; next_offset is where to go on';
COMMENT ON COLUMN discovery.listed_at IS 'when the category tree last showed it as a leaf';
"""


def upgrade() -> None:
    """Make the table."""
    op.execute(DISCOVERY)
