"""The order of the product list by the revenue of 28 days."""

from ventra.infra.migrate import build_index

revision = "0024"
down_revision = "0023"
oldest_release = "0.1.0"


def upgrade() -> None:
    """Build it while the list is read and written."""
    build_index("sales_figures_revenue_28", "sales_figures (revenue_28, product_id)")
