"""On what terms an organisation's goods come again: what its plans of orders go by."""

from alembic import op

revision = "0032"
down_revision = "0031"
oldest_release = "0.1.0"

TERMS = """
CREATE TABLE reorder_terms (
    org_id           bigint NOT NULL,
    product_id       bigint NOT NULL,
    lead_days        double precision NOT NULL,
    lead_spread_days double precision NOT NULL,
    service_level    double precision NOT NULL,
    review_days      double precision NOT NULL,
    least_pieces     integer NOT NULL,
    pack_pieces      integer NOT NULL,
    cash_uzs         bigint,
    cost_uzs         bigint,
    on_order         jsonb NOT NULL DEFAULT '{}',
    changed_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, product_id),
    FOREIGN KEY (org_id, product_id) REFERENCES marked_products ON DELETE CASCADE
);
COMMENT ON TABLE reorder_terms IS
    'how goods come again: lead time and its spread, what an order has to keep to; shown while the product is tracked';
COMMENT ON COLUMN reorder_terms.on_order IS 'pieces on their way by the number of the variant, 0 where there is none';
"""

RIGHTS = """
ALTER TABLE reorder_terms ENABLE ROW LEVEL SECURITY;
ALTER TABLE reorder_terms FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON reorder_terms TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON reorder_terms TO ventra_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON reorder_terms TO ventra_app;
"""


def upgrade() -> None:
    """A new table only."""
    for part in (TERMS, RIGHTS):
        op.execute(part)
