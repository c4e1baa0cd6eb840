"""What the seller says of an own shop: purchases, which give goods their cost, and how far claims for lost goods have come."""

from alembic import op

revision = "0042"
down_revision = "0041"
oldest_release = "0.1.0"

PURCHASES = """
CREATE TABLE own_purchases (
    org_id      bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    purchase_id bigint GENERATED ALWAYS AS IDENTITY,
    sku_id      bigint NOT NULL,
    day         date NOT NULL,
    pieces      integer NOT NULL CHECK (pieces > 0),
    cost_uzs    bigint NOT NULL CHECK (cost_uzs >= 0),
    note        text NOT NULL DEFAULT '',
    batch       text,
    made_by     bigint REFERENCES users ON DELETE SET NULL,
    made_at     timestamptz NOT NULL DEFAULT now(),
    deleted_at  timestamptz,
    PRIMARY KEY (org_id, purchase_id)
);
CREATE INDEX own_purchases_sku ON own_purchases (org_id, sku_id, day) WHERE deleted_at IS NULL;
CREATE INDEX own_purchases_day ON own_purchases (org_id, day, purchase_id) WHERE deleted_at IS NULL;
CREATE INDEX own_purchases_batch ON own_purchases (org_id, batch) WHERE batch IS NOT NULL;
CREATE INDEX own_purchases_made_by ON own_purchases (made_by) WHERE made_by IS NOT NULL;
COMMENT ON TABLE own_purchases IS 'what goods were bought for: the cost of what is sold follows from it, first in, first out';
COMMENT ON COLUMN own_purchases.cost_uzs IS 'soʻm a piece, with all that was paid until it could be sold';
COMMENT ON COLUMN own_purchases.batch IS 'digest of the file that it came with: the same file is not taken twice';
COMMENT ON COLUMN own_purchases.deleted_at IS 'since when it counts nothing; it can be put back for 30 days';
"""

CLAIMS = """
CREATE TABLE own_claims (
    org_id     bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    subject    text NOT NULL,
    state      text NOT NULL CHECK (state IN ('claimed', 'settled', 'written_off')),
    pieces     integer NOT NULL CHECK (pieces > 0),
    note       text NOT NULL DEFAULT '',
    changed_by bigint REFERENCES users ON DELETE SET NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, subject)
);
CREATE INDEX own_claims_changed_by ON own_claims (changed_by) WHERE changed_by IS NOT NULL;
COMMENT ON TABLE own_claims IS 'lost or stuck goods that somebody took up with the marketplace; no row: still open';
COMMENT ON COLUMN own_claims.subject IS 'what is lost, by its kind and numbers, as shop/own_losses.py names it';
COMMENT ON COLUMN own_claims.pieces IS 'how many it was said of; of more that are lost since it says nothing';
"""

RIGHTS = "".join(
    f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON {table} TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON {table} TO ventra_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ventra_app;
GRANT SELECT ON {table} TO ventra_worker;
"""
    for table in ("own_purchases", "own_claims")
)
RIGHTS += """
-- allowed: grants rights, no table is touched
DO $sequences$
BEGIN
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_app', current_schema());
END
$sequences$;
"""


def upgrade() -> None:
    """New tables alone."""
    for part in (PURCHASES, CLAIMS, RIGHTS):
        op.execute(part)
