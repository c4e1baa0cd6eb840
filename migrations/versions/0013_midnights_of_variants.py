"""What a variant's day shares with its neighbours at its two midnights."""

from alembic import op

revision = "0013"
down_revision = "0012"
oldest_release = "0.1.0"

MIDNIGHTS = """
ALTER TABLE sku_sales_days ADD COLUMN IF NOT EXISTS begin_error double precision NOT NULL DEFAULT 0;
ALTER TABLE sku_sales_days ADD COLUMN IF NOT EXISTS end_error double precision NOT NULL DEFAULT 0;
COMMENT ON COLUMN sku_sales_days.begin_error IS 'standard error (units) of what is shared with the day before';
COMMENT ON COLUMN sku_sales_days.end_error IS 'the same, with the day after';
"""


def upgrade() -> None:
    """Two columns with a constant default, which no row is written again for."""
    op.execute(MIDNIGHTS)
