"""Who tracks what, the longest wait somebody asked for, and an index that finds the latest of each interval."""

from alembic import op

from ventra.infra.migrate import build_index

revision = "0006"
down_revision = "0005"
oldest_release = "0.1.0"

CADENCE = """
CREATE TABLE IF NOT EXISTS trackers (
    org_id     bigint NOT NULL,
    product_id bigint NOT NULL,
    since      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, product_id)
);
CREATE INDEX IF NOT EXISTS trackers_product ON trackers (product_id);
COMMENT ON TABLE trackers IS 'which organisation tracks which product; watch.tracked says whether any does';

ALTER TABLE watch ADD COLUMN IF NOT EXISTS asked_seconds integer;
COMMENT ON COLUMN watch.asked_seconds IS 'the longest wait between visits that somebody asked for';
COMMENT ON COLUMN watch.every_seconds IS 'the interval aimed at, set anew at each visit (core/pace.py)';
"""


def upgrade() -> None:
    """Everything but the index bears to run twice: building an index commits what came before it."""
    op.execute(CADENCE)
    build_index("watch_due_by_interval", "watch (every_seconds, due_at, product_id) WHERE NOT tracked")
