"""The outlook: each product's trend and forecast, what rises, forecasts kept until their days close, and their scores."""

from alembic import op

revision = "0029"
down_revision = "0028"
oldest_release = "0.1.0"

_RANGES = ("level", "growth_7", "growth_28", "acceleration", "change_factor")
_TREND = f"""
    as_of          date NOT NULL,
    rule           smallint NOT NULL,
    {", ".join(f"{name}{end} double precision" for name in _RANGES for end in ("", "_low", "_high"))},
    size           double precision,
    growth_7_days  smallint NOT NULL,
    growth_28_days smallint NOT NULL,
    p_value        double precision,
    least_growth   double precision,
    change_day     date,
    weekday        real[],
    censored       smallint NOT NULL,
    verdict        smallint NOT NULL,
    q_value        double precision,
    rises          boolean,
    rank           integer
"""
_NEW = """
    first_seen   date,
    new_velocity double precision,
    new_low      double precision,
    new_high     double precision,
    new_days     smallint
"""
_SPAN = "mean_{0} real, low80_{0} real, high80_{0} real, low95_{0} real, high95_{0} real"

OUTLOOKS = f"""
CREATE TABLE product_outlooks (
    bucket       smallint NOT NULL,
    product_id   bigint NOT NULL,
    {_TREND.strip()},
    {_NEW.strip()},
    new_rank     integer,
    model        smallint,
    beats_naive  boolean,
    naive        real,
    mean         real[],
    low80        real[],
    high80       real[],
    low95        real[],
    high95       real[],
    {_SPAN.format(7)},
    {_SPAN.format(28)},
    PRIMARY KEY (bucket, product_id)
);
COMMENT ON TABLE product_outlooks IS
    'trend and forecast of each active product with a known day within the span; made anew each night';
COMMENT ON COLUMN product_outlooks.new_velocity IS 'units a day since it was first seen, of what is new';
COMMENT ON COLUMN product_outlooks.naive IS 'units a day by the average, which a forecast must beat to be shown';
COMMENT ON COLUMN product_outlooks.mean IS 'units of each of the days after as_of; the bands likewise';

CREATE TABLE category_outlooks (
    category_id bigint PRIMARY KEY,
    products    integer NOT NULL,
    {_TREND.strip()}
);
COMMENT ON TABLE category_outlooks IS 'trend of a category with all below it: of the goods on sale now';

CREATE TABLE seller_outlooks (
    seller_id bigint PRIMARY KEY,
    products  integer NOT NULL,
    {_TREND.strip()}
);
COMMENT ON TABLE seller_outlooks IS 'trend of a shop: of the goods it has on sale now';

CREATE TABLE rising (
    kind         text NOT NULL CHECK (kind IN ('products', 'categories', 'sellers', 'newcomers')),
    subject_id   bigint NOT NULL,
    products     integer,
    {_TREND.strip()},
    {_NEW.strip()},
    PRIMARY KEY (kind, subject_id)
);
CREATE INDEX rising_rank ON rising (kind, rank, subject_id);
COMMENT ON TABLE rising IS
    'what rises by the last night that was judged whole, the surest growth first; replaced at once, so no list is of two nights';
"""

RUNS = """
CREATE TABLE outlook_runs (
    day         date PRIMARY KEY,
    rule        smallint NOT NULL,
    began_at    timestamptz NOT NULL,
    finished_at timestamptz,
    folders     smallint NOT NULL,
    products    integer,
    rate        double precision,
    least_units double precision,
    judged      jsonb NOT NULL DEFAULT '{}',
    times       real[]
);
COMMENT ON COLUMN outlook_runs.times IS
    'how many times its usual the market sells on each day of the span and after it, by feasts; empty: nothing is known';
COMMENT ON TABLE outlook_runs IS 'nights: when a last closed day was begun and judged whole, how many were tested, and rise';

CREATE TABLE outlook_progress (
    day      date NOT NULL REFERENCES outlook_runs ON DELETE CASCADE,
    folder   smallint NOT NULL,
    products integer NOT NULL,
    done_at  timestamptz NOT NULL,
    PRIMARY KEY (day, folder)
);
COMMENT ON TABLE outlook_progress IS 'folders of buckets that are done: a refresh that was cut short goes on with the others';
"""

KEPT = f"""
CREATE TABLE forecasts_kept (
    made_on     date NOT NULL,
    bucket      smallint NOT NULL,
    product_id  bigint NOT NULL,
    rule        smallint NOT NULL,
    model       smallint NOT NULL,
    beats_naive boolean NOT NULL,
    velocity    real NOT NULL,
    step        real NOT NULL,
    step_square real NOT NULL,
    naive       real NOT NULL,
    mean        real[] NOT NULL,
    low80       real[] NOT NULL,
    high80      real[] NOT NULL,
    {_SPAN.format(7)},
    {_SPAN.format(28)},
    PRIMARY KEY (made_on, bucket, product_id)
);
COMMENT ON TABLE forecasts_kept IS
    'forecasts of one day a week and of at most so many products, until the days they speak of are final and they are scored';
COMMENT ON COLUMN forecasts_kept.velocity IS 'units a day before the forecast, which says what band it is scored in';
COMMENT ON COLUMN forecasts_kept.step IS 'mean absolute difference to the week before in what it was made of: the scale of MASE';
COMMENT ON COLUMN forecasts_kept.step_square IS 'mean squared difference to the day before: the scale of RMSSE';

CREATE TABLE forecast_scores (
    made_on   date NOT NULL,
    horizon   smallint NOT NULL CHECK (horizon IN (7, 28)),
    band      text NOT NULL,
    shown     boolean NOT NULL,
    rule      smallint NOT NULL,
    scored_at timestamptz NOT NULL,
    scores    jsonb NOT NULL,
    PRIMARY KEY (made_on, horizon, band, shown)
);
COMMENT ON TABLE forecast_scores IS 'how good kept forecasts were, beside the naive one, by units a day and horizon';
COMMENT ON COLUMN forecast_scores.shown IS 'only those that were shown as a forecast; else all';
"""

# Of the market, so every organisation reads them; only the worker writes.
RIGHTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON
    product_outlooks, category_outlooks, seller_outlooks, rising, outlook_runs, outlook_progress, forecasts_kept,
    forecast_scores TO ventra_worker;
GRANT SELECT ON
    product_outlooks, category_outlooks, seller_outlooks, rising, outlook_runs, outlook_progress, forecasts_kept,
    forecast_scores TO ventra_app;
"""


def upgrade() -> None:
    """New tables only; the worker fills them after the next look for what is due."""
    for part in (OUTLOOKS, RUNS, KEPT, RIGHTS):
        op.execute(part)
