"""How much more, or less, a product sells than the week before, beside its other figures for lists."""

from alembic import op

from ventra.infra.migrate import build_index

revision = "0023"
down_revision = "0022"
oldest_release = "0.1.0"

GROWTH = """
ALTER TABLE sales_figures ADD COLUMN IF NOT EXISTS growth_days smallint NOT NULL DEFAULT 0;
ALTER TABLE sales_figures ADD COLUMN IF NOT EXISTS growth_now double precision;
ALTER TABLE sales_figures ADD COLUMN IF NOT EXISTS growth_before double precision;
ALTER TABLE sales_figures ADD COLUMN IF NOT EXISTS growth_now_error double precision;
ALTER TABLE sales_figures ADD COLUMN IF NOT EXISTS growth_before_error double precision;
ALTER TABLE sales_figures ADD COLUMN IF NOT EXISTS growth_7 double precision;
ALTER TABLE sales_figures ADD COLUMN IF NOT EXISTS growth_7_low double precision;
ALTER TABLE sales_figures ADD COLUMN IF NOT EXISTS growth_7_high double precision;
COMMENT ON COLUMN sales_figures.growth_days IS 'weekdays observed in both of the two weeks that growth compares';
COMMENT ON COLUMN sales_figures.growth_now IS 'units a week by those days of the 7 closed days that end at as_of';
COMMENT ON COLUMN sales_figures.growth_before IS 'units a week by those days of the 7 before; unknown where growth_now is';
COMMENT ON COLUMN sales_figures.growth_now_error IS 'standard error, with what sales vary by chance';
COMMENT ON COLUMN sales_figures.growth_7 IS '0.25 is a quarter more than the week before; unknown where nothing was sold then';
"""


def upgrade() -> None:
    """Columns that are empty until the next day closes, and the order by what surely grew."""
    op.execute(GROWTH)
    build_index("sales_figures_growth_7_low", "sales_figures (growth_7_low, product_id)")
