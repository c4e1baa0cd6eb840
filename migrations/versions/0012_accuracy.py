"""How far off daily sales are: results of back-tests, as the accuracy page reads them."""

from alembic import op

revision = "0012"
down_revision = "0011"
oldest_release = "0.1.0"

RESULTS = """
CREATE TABLE IF NOT EXISTS accuracy_results (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    made_at timestamptz NOT NULL,
    source  text NOT NULL CHECK (source IN ('simulator', 'file', 'shop')),
    rule    smallint NOT NULL CHECK (rule >= 1),
    profile smallint CHECK (profile >= 0),
    recipe  jsonb NOT NULL,
    summary jsonb NOT NULL,
    body    json NOT NULL,
    shop_id bigint,
    CHECK ((source = 'shop') = (shop_id IS NOT NULL))
);
CREATE INDEX IF NOT EXISTS accuracy_results_newest ON accuracy_results (source, made_at DESC, id DESC);
COMMENT ON TABLE accuracy_results IS 'back-tests of daily sales; the newest of each source and rule are kept';
COMMENT ON COLUMN accuracy_results.source IS 'whose truth it was: simulated products, a file, or a seller''s own shop';
COMMENT ON COLUMN accuracy_results.rule IS 'version of the rule that was tested (core/sales.RULE)';
COMMENT ON COLUMN accuracy_results.profile IS 'version of the profile of the day; null where learned from the tested looks';
COMMENT ON COLUMN accuracy_results.recipe IS 'what it can be made again from: seed, size and calibration, or file names';
COMMENT ON COLUMN accuracy_results.summary IS 'our scores over all rows, by cell (all, mean, 7d, 7d mean)';
COMMENT ON COLUMN accuracy_results.body IS 'the report, byte for byte as ventra backtest sales --json prints it';
COMMENT ON COLUMN accuracy_results.shop_id IS 'whose it is: read by nobody else; null is read by everybody';
"""


def upgrade() -> None:
    """A new table and its index; nothing else is touched."""
    op.execute(RESULTS)
