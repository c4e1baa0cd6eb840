"""Sales at a lower price that an organisation announces for a product; and intervals of weekdays beside their factors."""

from alembic import op

revision = "0033"
down_revision = "0032"
oldest_release = "0.1.0"

SALES = """
CREATE TABLE announced_sales (
    org_id     bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    sale_id    bigint GENERATED ALWAYS AS IDENTITY,
    product_id bigint NOT NULL,
    made_by    bigint REFERENCES users ON DELETE SET NULL,
    first_day  date NOT NULL,
    last_day   date NOT NULL CHECK (last_day >= first_day),
    price_uzs  bigint NOT NULL CHECK (price_uzs > 0),
    made_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, sale_id)
);
CREATE INDEX announced_sales_product ON announced_sales (org_id, product_id, first_day);
CREATE INDEX announced_sales_made_by ON announced_sales (made_by) WHERE made_by IS NOT NULL;
COMMENT ON TABLE announced_sales IS
    'days on which a product will sell at another price, as an organisation says; no other sees it, nor does the night';
"""

WEEKDAYS = "".join(
    f"ALTER TABLE {table} ADD COLUMN weekday_low real[], ADD COLUMN weekday_high real[];"
    for table in ("product_outlooks", "category_outlooks", "seller_outlooks", "rising")
)

RIGHTS = """
ALTER TABLE announced_sales ENABLE ROW LEVEL SECURITY;
ALTER TABLE announced_sales FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON announced_sales TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON announced_sales TO ventra_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON announced_sales TO ventra_app;
-- allowed: grants rights, no table is touched
DO $sequences$
BEGIN
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_app', current_schema());
END
$sequences$;
"""


def upgrade() -> None:
    """A new table and columns that may be empty: a release before this one goes on without them."""
    for part in (SALES, WEEKDAYS, RIGHTS):
        op.execute(part)
