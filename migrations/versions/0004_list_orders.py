"""Indexes for the orders of the product list that had none."""

from alembic import op

revision = "0004"
down_revision = "0003"
oldest_release = "0.1.0"

ORDERS = """
CREATE INDEX products_title ON products ((nullif(left(title_folded, 80), '')), product_id);
CREATE INDEX products_first_seen ON products (first_seen, product_id);
CREATE INDEX product_latest_reviews ON product_latest (reviews_total, product_id);
CREATE INDEX product_latest_rating ON product_latest (rating_x100, product_id);
"""


def upgrade() -> None:
    """Small tables so far: a plain build is a moment."""
    op.execute(ORDERS)
