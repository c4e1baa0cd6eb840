"""By how much the defects of a variant rose stands with the day; days that are there are filled as their goods are read."""

from alembic import op

from ventra.infra.migrate import build_index

revision = "0048"
down_revision = "0047"
oldest_release = "0.1.0"

SPOILED = """
ALTER TABLE own_stock_days ADD COLUMN spoiled integer;
COMMENT ON COLUMN own_stock_days.spoiled IS
    'by how much defected rose since the last day before that tells of it, 0: it did not; null: not worked out yet';
"""


def upgrade() -> None:
    """An empty column, and indexes of the days that matter."""
    op.execute(SPOILED)
    build_index("own_stock_days_spoiled", "own_stock_days (org_id, sku_id, day) WHERE spoiled > 0")
    build_index("own_stock_days_unfilled", "own_stock_days (org_id, sku_id, day) WHERE spoiled IS NULL")
