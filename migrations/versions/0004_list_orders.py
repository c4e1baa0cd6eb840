"""Indexes for the orders of the product list that had none."""

from ventra.infra.migrate import build_index

revision = "0004"
down_revision = "0003"
oldest_release = "0.1.0"

ORDERS = {
    "products_title": "products ((nullif(left(title_folded, 80), '')), product_id)",
    "products_first_seen": "products (first_seen, product_id)",
    "product_latest_reviews": "product_latest (reviews_total, product_id)",
    "product_latest_rating": "product_latest (rating_x100, product_id)",
}


def upgrade() -> None:
    """Build each while the list is read and written."""
    for name, on in ORDERS.items():
        build_index(name, on)
