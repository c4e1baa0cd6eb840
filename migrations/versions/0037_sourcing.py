"""Where to buy: rates of the central bank, what suppliers were asked and answered, price lists, and what fits which product."""

from alembic import op

revision = "0037"
down_revision = "0036"
oldest_release = "0.1.0"

RATES = """
CREATE TABLE currency_rates (
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    day      date NOT NULL,
    nominal  integer NOT NULL CHECK (nominal > 0),
    rate     numeric(18, 4) NOT NULL CHECK (rate > 0),
    PRIMARY KEY (currency, day)
);
CREATE INDEX currency_rates_day ON currency_rates (day);
COMMENT ON TABLE currency_rates IS 'soʻm for `nominal` units of a currency from `day` on, as the central bank set it';

CREATE TABLE rate_days (
    day      date PRIMARY KEY,
    asked_at timestamptz NOT NULL
);
COMMENT ON TABLE rate_days IS 'days of the past that the central bank was asked about: on many it sets no rates';

CREATE TABLE outside_sources (
    source   text PRIMARY KEY,
    missing  text[] NOT NULL DEFAULT '{}',
    asked_at timestamptz,
    ok_at    timestamptz,
    failures integer NOT NULL DEFAULT 0,
    open_at  timestamptz,
    why      text
);
COMMENT ON TABLE outside_sources IS 'who outside is asked: which settings that lacks, and how the last asking went';
COMMENT ON COLUMN outside_sources.open_at IS 'before this nobody asks again';
"""

ASKED = """
ALTER TABLE plans ADD COLUMN supplier_calls integer;
COMMENT ON COLUMN plans.supplier_calls IS 'how often suppliers may be asked in a month of Tashkent; empty: without limit';

CREATE TABLE supplier_calls (
    org_id bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    month  date NOT NULL,
    source text NOT NULL,
    calls  integer NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, month, source)
);
COMMENT ON TABLE supplier_calls IS 'how often a source was asked for an organisation in a month; kept answers cost nothing';

CREATE TABLE supplier_requests (
    org_id       bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    request_id   bigint GENERATED ALWAYS AS IDENTITY,
    asked_by     bigint REFERENCES users ON DELETE SET NULL,
    product_id   bigint,
    source       text NOT NULL,
    query        text NOT NULL,
    state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    asked_at     timestamptz NOT NULL DEFAULT now(),
    next_at      timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz,
    tries        integer NOT NULL DEFAULT 0,
    leased_until timestamptz,
    why          text,
    offers       integer,
    from_cache   boolean,
    PRIMARY KEY (org_id, request_id)
);
CREATE INDEX supplier_requests_due ON supplier_requests (next_at) WHERE state IN ('waiting', 'running');
CREATE INDEX supplier_requests_done ON supplier_requests (asked_at) WHERE state IN ('done', 'failed');
CREATE INDEX supplier_requests_newest ON supplier_requests (org_id, asked_at DESC);
CREATE INDEX supplier_requests_asked_by ON supplier_requests (asked_by) WHERE asked_by IS NOT NULL;
COMMENT ON TABLE supplier_requests IS 'what an organisation wants to know of suppliers: the api writes the row, the worker asks';
COMMENT ON COLUMN supplier_requests.why IS 'why it waits or has failed: a word of sourcing/answers.py';

CREATE TABLE supplier_answers (
    source     text NOT NULL,
    digest     text NOT NULL,
    fetched_at timestamptz NOT NULL,
    offers     jsonb NOT NULL,
    PRIMARY KEY (source, digest)
);
CREATE INDEX supplier_answers_fetched ON supplier_answers (fetched_at);
COMMENT ON TABLE supplier_answers IS 'what sources answered, kept a day for whoever asks the same; nothing of who asked';

CREATE TABLE picture_hashes (
    url     text PRIMARY KEY,
    hash    bigint,
    seen_at timestamptz NOT NULL
);
CREATE INDEX picture_hashes_seen ON picture_hashes (seen_at);
COMMENT ON TABLE picture_hashes IS 'what pictures look like, by address; no hash: it could not be read, or is of one colour';
"""

OFFERED = """
CREATE TABLE price_lists (
    org_id      bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    list_id     bigint GENERATED ALWAYS AS IDENTITY,
    made_by     bigint REFERENCES users ON DELETE SET NULL,
    name        text NOT NULL,
    state       text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'matching', 'ready')),
    cells       jsonb,
    head_lines  smallint NOT NULL,
    columns     jsonb NOT NULL,
    currency    text,
    rows        integer,
    bad         jsonb NOT NULL DEFAULT '[]',
    bad_rows    integer NOT NULL DEFAULT 0,
    made_at     timestamptz NOT NULL DEFAULT now(),
    leased_until timestamptz,
    PRIMARY KEY (org_id, list_id)
);
CREATE INDEX price_lists_matching ON price_lists (list_id) WHERE state = 'matching';
CREATE INDEX price_lists_drafts ON price_lists (made_at) WHERE state = 'draft';
CREATE INDEX price_lists_made_by ON price_lists (made_by) WHERE made_by IS NOT NULL;
COMMENT ON TABLE price_lists IS 'files of suppliers'' prices: a draft keeps its cells until its columns are confirmed';
COMMENT ON COLUMN price_lists.bad IS 'the first lines that could not be read, and why';

CREATE TABLE supplier_offers (
    org_id       bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    offer_id     bigint GENERATED ALWAYS AS IDENTITY,
    source       text NOT NULL,
    item         text NOT NULL,
    list_id      bigint,
    request_id   bigint,
    title        text NOT NULL,
    price        numeric(18, 4) NOT NULL CHECK (price > 0),
    currency     text NOT NULL,
    least        integer,
    weight_grams integer,
    link         text,
    picture      text,
    seller       text,
    rating       real,
    orders       bigint,
    seen_at      timestamptz NOT NULL,
    PRIMARY KEY (org_id, offer_id),
    UNIQUE (org_id, source, item),
    FOREIGN KEY (org_id, list_id) REFERENCES price_lists ON DELETE CASCADE,
    FOREIGN KEY (org_id, request_id) REFERENCES supplier_requests ON DELETE SET NULL (request_id)
);
CREATE INDEX supplier_offers_seen ON supplier_offers (seen_at) WHERE source <> 'price_list';
CREATE INDEX supplier_offers_list ON supplier_offers (org_id, list_id) WHERE list_id IS NOT NULL;
CREATE INDEX supplier_offers_request ON supplier_offers (org_id, request_id) WHERE request_id IS NOT NULL;
COMMENT ON TABLE supplier_offers IS 'what can be bought where, as it was last seen; `item` is the source''s own name for it';

CREATE TABLE offer_matches (
    org_id       bigint NOT NULL,
    product_id   bigint NOT NULL,
    offer_id     bigint NOT NULL,
    state        text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'confirmed', 'rejected')),
    parts        double precision[] NOT NULL,
    score        double precision NOT NULL,
    score_low    double precision NOT NULL,
    score_high   double precision NOT NULL,
    weight_grams integer,
    made_at      timestamptz NOT NULL DEFAULT now(),
    decided_by   bigint REFERENCES users ON DELETE SET NULL,
    decided_at   timestamptz,
    PRIMARY KEY (org_id, product_id, offer_id),
    FOREIGN KEY (org_id, offer_id) REFERENCES supplier_offers ON DELETE CASCADE
);
CREATE INDEX offer_matches_offer ON offer_matches (org_id, offer_id);
CREATE INDEX offer_matches_open ON offer_matches (org_id, score DESC) WHERE state = 'proposed';
CREATE INDEX offer_matches_decided_by ON offer_matches (decided_by) WHERE decided_by IS NOT NULL;
COMMENT ON TABLE offer_matches IS 'which offer may be which product; a person confirms or rejects, and that stays';
COMMENT ON COLUMN offer_matches.parts IS 'how well each part fits, in the order of core/offer_match.py; NaN is not known';
COMMENT ON COLUMN offer_matches.weight_grams IS 'of a packed unit, as who confirmed it says; goes before the offer''s own';
"""

_OWN = ("supplier_calls", "supplier_requests", "price_lists", "supplier_offers", "offer_matches")
WALLS = "".join(
    f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON {table} TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON {table} TO ventra_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ventra_app, ventra_worker;
"""
    for table in _OWN
)

# Rates and sources are of the market: everybody reads them, only the worker writes. What was answered is the worker's alone.
RIGHTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON currency_rates, rate_days, outside_sources, supplier_answers, picture_hashes
   TO ventra_worker;
GRANT SELECT ON currency_rates, outside_sources TO ventra_app;
GRANT SELECT ON plans TO ventra_worker;
-- allowed: grants rights, no table is touched
DO $sequences$
BEGIN
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_app, ventra_worker', current_schema());
END
$sequences$;
"""


def upgrade() -> None:
    """New tables, and a column of plans that is without limit until somebody sets one."""
    for part in (RATES, ASKED, OFFERED, WALLS, RIGHTS):
        op.execute(part)
