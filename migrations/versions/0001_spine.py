"""The spine: catalogue, observations, daily sales, visits and jobs."""

from alembic import op

revision = "0001"
down_revision = None
oldest_release = "0.1.0"

CATALOGUE = """
CREATE TABLE categories (
    category_id bigint PRIMARY KEY,
    parent_id   bigint,
    title_uz    text,
    title_ru    text,
    path        bigint[] NOT NULL DEFAULT '{}',
    seen_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX categories_parent ON categories (parent_id);
COMMENT ON COLUMN categories.path IS 'ids from the topmost category to this one';

CREATE TABLE sellers (
    seller_id     bigint PRIMARY KEY,
    title         text,
    slug          text,
    orders_total  bigint,
    reviews_total bigint,
    rating_x100   smallint,
    seen_at       timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE products (
    product_id     bigint PRIMARY KEY,
    bucket         smallint NOT NULL,
    state          text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'gone')),
    title_uz       text,
    title_ru       text,
    title_folded   text NOT NULL DEFAULT '',
    words          tsvector GENERATED ALWAYS AS (to_tsvector('simple', title_folded)) STORED,
    category_id    bigint,
    seller_id      bigint,
    photo_key      text,
    first_seen     timestamptz,
    gone_since     timestamptz
);
CREATE INDEX products_words ON products USING gin (words);
CREATE INDEX products_category ON products (category_id, product_id);
CREATE INDEX products_seller ON products (seller_id, product_id);

CREATE TABLE product_latest (
    product_id     bigint PRIMARY KEY,
    seen_at        timestamptz NOT NULL,
    orders_total   bigint,
    orders_rounded bigint,
    price_uzs      bigint,
    list_price_uzs bigint,
    reviews_total  integer,
    stock          integer,
    rating_x100    smallint
) WITH (fillfactor = 80);
CREATE INDEX product_latest_price ON product_latest (price_uzs, product_id);
CREATE INDEX product_latest_orders ON product_latest (orders_total, product_id);
COMMENT ON TABLE product_latest IS 'the newest observation of each product, for lists';

CREATE TABLE variants (
    product_id      bigint NOT NULL,
    sku_id          bigint NOT NULL,
    characteristics jsonb NOT NULL DEFAULT '{}',
    fulfilment      text,
    seen_at         timestamptz NOT NULL,
    price_uzs       bigint,
    list_price_uzs  bigint,
    stock           integer,
    PRIMARY KEY (product_id, sku_id)
) WITH (fillfactor = 80);

CREATE TABLE watch (
    product_id   bigint PRIMARY KEY,
    tracked      boolean NOT NULL DEFAULT false,
    every_seconds integer NOT NULL DEFAULT 3600 CHECK (every_seconds > 0),
    due_at       timestamptz NOT NULL DEFAULT now(),
    lease        bigint NOT NULL DEFAULT 0,
    leased_until timestamptz,
    failures     integer NOT NULL DEFAULT 0,
    last_outcome text,
    last_visit   timestamptz
) WITH (fillfactor = 80);
CREATE INDEX watch_due ON watch (due_at, product_id);
CREATE INDEX watch_due_tracked ON watch (due_at, product_id) WHERE tracked;
COMMENT ON TABLE watch IS 'who is visited when; a lease is a row and never a session lock';
"""

OBSERVATIONS = """
CREATE FUNCTION ventra_bucket(id bigint) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ((((id & 2147483647) * 2654435761) & 4294967295) >> 22)::smallint;
COMMENT ON FUNCTION ventra_bucket IS 'the slice 0-1023 of a product; core/bucket.py computes the same';

CREATE TABLE observations (
    product_id     bigint NOT NULL,
    seen_from      timestamptz NOT NULL,
    seen_to        timestamptz NOT NULL,
    orders_total   bigint,
    orders_rounded bigint,
    price_uzs      bigint,
    list_price_uzs bigint,
    reviews_total  integer,
    stock          integer,
    looks          integer NOT NULL,
    rating_x100    smallint,
    source         smallint NOT NULL,
    bucket         smallint NOT NULL,
    seen           bytea NOT NULL,
    PRIMARY KEY (bucket, product_id, seen_from)
) PARTITION BY RANGE (seen_from);
COMMENT ON TABLE observations IS 'one state of a product and the exact instants at which it was seen';
COMMENT ON COLUMN observations.seen IS 'instants after seen_from, delta-coded (core/instants.py)';

CREATE TABLE sku_observations (
    product_id     bigint NOT NULL,
    sku_id         bigint NOT NULL,
    seen_from      timestamptz NOT NULL,
    seen_to        timestamptz NOT NULL,
    price_uzs      bigint,
    list_price_uzs bigint,
    stock          integer,
    looks          integer NOT NULL,
    bucket         smallint NOT NULL,
    seen           bytea NOT NULL,
    PRIMARY KEY (bucket, product_id, sku_id, seen_from)
) PARTITION BY RANGE (seen_from);
"""

SALES = """
CREATE TABLE sales_days (
    product_id   bigint NOT NULL,
    units        double precision NOT NULL,
    units_low    double precision NOT NULL,
    units_high   double precision NOT NULL,
    revenue_uzs      bigint,
    revenue_low_uzs  bigint,
    revenue_high_uzs bigint,
    through      timestamptz NOT NULL,
    day          date NOT NULL,
    looks        integer NOT NULL,
    bucket       smallint NOT NULL,
    basis        smallint NOT NULL,
    rule         smallint NOT NULL,
    profile      smallint NOT NULL,
    PRIMARY KEY (bucket, product_id, day),
    CHECK (units_low >= 0 AND units_low <= units AND units <= units_high)
) PARTITION BY RANGE (day);
COMMENT ON TABLE sales_days IS 'units and revenue of a product on a Tashkent day; no row means nothing is known of that day';
COMMENT ON COLUMN sales_days.through IS 'the last instant of the day that the number speaks of';

CREATE TABLE sku_sales_days (
    product_id   bigint NOT NULL,
    sku_id       bigint NOT NULL,
    units        double precision NOT NULL,
    units_low    double precision NOT NULL,
    units_high   double precision NOT NULL,
    revenue_uzs      bigint,
    revenue_low_uzs  bigint,
    revenue_high_uzs bigint,
    day          date NOT NULL,
    bucket       smallint NOT NULL,
    basis        smallint NOT NULL,
    PRIMARY KEY (bucket, product_id, sku_id, day),
    CHECK (units_low >= 0 AND units_low <= units AND units <= units_high)
) PARTITION BY RANGE (day);

CREATE TABLE sales_spans (
    product_id bigint NOT NULL,
    seen_from  timestamptz NOT NULL,
    seen_to    timestamptz NOT NULL,
    units      double precision NOT NULL,
    units_low  double precision NOT NULL,
    units_high double precision NOT NULL,
    bucket     smallint NOT NULL,
    basis      smallint NOT NULL,
    PRIMARY KEY (bucket, product_id, seen_from)
);
COMMENT ON TABLE sales_spans IS 'a stretch with a whole day nobody looked: one known total over a known span';

CREATE TABLE sales_touched (
    bucket     smallint NOT NULL,
    product_id bigint NOT NULL,
    day        date NOT NULL,
    mark       bigint NOT NULL,
    PRIMARY KEY (bucket, product_id, day)
) WITH (fillfactor = 70);
CREATE SEQUENCE sales_touched_mark;
COMMENT ON TABLE sales_touched IS 'days whose observations changed since they were last computed';

CREATE TABLE sales_figures (
    product_id      bigint PRIMARY KEY,
    as_of           date NOT NULL,
    today_units     double precision,
    today_low       double precision,
    today_high      double precision,
    today_through   timestamptz,
    today_revenue      bigint, today_revenue_low bigint, today_revenue_high bigint,
    units_1         double precision, units_1_low double precision, units_1_high double precision,
    revenue_1       bigint, revenue_1_low bigint, revenue_1_high bigint,
    units_7         double precision, units_7_low double precision, units_7_high double precision,
    revenue_7       bigint, revenue_7_low bigint, revenue_7_high bigint,
    units_28        double precision, units_28_low double precision, units_28_high double precision,
    revenue_28      bigint, revenue_28_low bigint, revenue_28_high bigint,
    today_basis smallint NOT NULL DEFAULT 0,
    basis_1     smallint NOT NULL DEFAULT 0,
    basis_7     smallint NOT NULL DEFAULT 0,
    basis_28    smallint NOT NULL DEFAULT 0,
    known_7     smallint NOT NULL DEFAULT 0,
    known_28    smallint NOT NULL DEFAULT 0
) WITH (fillfactor = 80);
CREATE INDEX sales_figures_units_7 ON sales_figures (units_7, product_id);
CREATE INDEX sales_figures_units_28 ON sales_figures (units_28, product_id);
CREATE INDEX sales_figures_units_1 ON sales_figures (units_1, product_id);
CREATE INDEX sales_figures_today ON sales_figures (today_units, product_id);
CREATE INDEX sales_figures_revenue_7 ON sales_figures (revenue_7, product_id);
COMMENT ON TABLE sales_figures IS 'today so far and the windows of 1, 7 and 28 closed days that end at as_of, for lists';
"""

VISITS = """
CREATE TABLE visit_counts (
    hour    timestamptz NOT NULL,
    host    text NOT NULL,
    outcome text NOT NULL,
    n       bigint NOT NULL,
    PRIMARY KEY (hour, host, outcome)
);
CREATE TABLE sources (
    host         text PRIMARY KEY,
    state        text NOT NULL DEFAULT 'ok' CHECK (state IN ('ok', 'slowed', 'stopped')),
    reason       text,
    since        timestamptz NOT NULL DEFAULT now(),
    resume_at    timestamptz,
    last_ok_at   timestamptz
);
COMMENT ON TABLE sources IS 'a host we read from; a challenge stops it until the operator resumes it';

CREATE TABLE quarantine (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    seen_at    timestamptz NOT NULL,
    product_id bigint,
    url        text NOT NULL,
    reason     text NOT NULL,
    body       bytea NOT NULL
);
CREATE INDEX quarantine_seen ON quarantine (seen_at);
COMMENT ON COLUMN quarantine.body IS 'the page as received, without personal data, zlib';

CREATE TABLE unknown_fields (
    source     text NOT NULL,
    field      text NOT NULL,
    product_id bigint,
    first_seen timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (source, field)
);

CREATE TABLE alarms (
    key        text PRIMARY KEY,
    raised_at  timestamptz NOT NULL DEFAULT now(),
    last_at    timestamptz NOT NULL DEFAULT now(),
    times      bigint NOT NULL DEFAULT 1,
    facts      jsonb NOT NULL DEFAULT '{}',
    cleared_at timestamptz
);
COMMENT ON TABLE alarms IS 'what the operator must know; one row a cause, open until cleared';

CREATE TABLE imports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    file_name   text NOT NULL,
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('receiving', 'waiting', 'running', 'done', 'failed')),
    bytes       bigint NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    leased_until timestamptz,
    read        bigint NOT NULL DEFAULT 0,
    taken       bigint NOT NULL DEFAULT 0,
    known       bigint NOT NULL DEFAULT 0,
    rejected    bigint NOT NULL DEFAULT 0,
    error       text
);
CREATE TABLE import_parts (
    import_id bigint NOT NULL REFERENCES imports ON DELETE CASCADE,
    part      integer NOT NULL,
    body      bytea NOT NULL,
    PRIMARY KEY (import_id, part)
);
CREATE TABLE import_rejects (
    import_id bigint NOT NULL REFERENCES imports ON DELETE CASCADE,
    line      bigint NOT NULL,
    reason    text NOT NULL,
    record    text NOT NULL,
    PRIMARY KEY (import_id, line)
);
"""

JOBS = """
CREATE TABLE job_schedule (
    job           text PRIMARY KEY,
    due_at        timestamptz NOT NULL DEFAULT now(),
    lease         bigint NOT NULL DEFAULT 0,
    leased_until  timestamptz,
    started_at    timestamptz,
    finished_at   timestamptz,
    took_ms       bigint,
    failures      integer NOT NULL DEFAULT 0,
    last_error    text
);
CREATE TABLE job_failures (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job       text NOT NULL,
    job_id    text NOT NULL,
    payload   jsonb NOT NULL DEFAULT '{}',
    error     text NOT NULL,
    trace     text NOT NULL,
    failed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX job_failures_at ON job_failures (failed_at);
"""

PARTITIONS = """
CREATE FUNCTION ventra_make_month(month date) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
    parent text;
    child  text;
    first  date := date_trunc('month', month)::date;
    after  date := (date_trunc('month', month) + interval '1 month')::date;
    bounds text;
BEGIN
    IF first < '2015-01-01' OR first > '2100-01-01' THEN
        RAISE EXCEPTION 'no partition for %: outside 2015 to 2100', first;
    END IF;
    PERFORM pg_advisory_xact_lock(7239402);
    FOREACH parent IN ARRAY ARRAY['observations', 'sku_observations', 'sales_days', 'sku_sales_days'] LOOP
        child := parent || to_char(first, '_YYYY_MM');
        CONTINUE WHEN to_regclass(child) IS NOT NULL;
        IF parent LIKE '%observations' THEN
            bounds := format('FROM (%L) TO (%L)', first || ' 00:00:00+00', after || ' 00:00:00+00');
        ELSE
            bounds := format('FROM (%L) TO (%L)', first, after);
        END IF;
        EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', child, parent);
        EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES %s', parent, child, bounds);
    END LOOP;
END
$make$;
COMMENT ON FUNCTION ventra_make_month IS 'makes the partitions of one month where they are missing; safe to call at any time';
SELECT ventra_make_month((date_trunc('month', now()) + make_interval(months => m))::date) FROM generate_series(-3, 3) m;
"""


def upgrade() -> None:
    """Make everything; `vector` comes first, so that a server without it is named before anything is made."""
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    for part in (CATALOGUE, OBSERVATIONS, SALES, VISITS, JOBS, PARTITIONS):
        op.execute(part)
