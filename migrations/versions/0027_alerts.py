"""Alerts: what people want to be told, what was found, and how it is brought to them."""

from alembic import op

revision = "0027"
down_revision = "0026"
oldest_release = "0.1.0"

RULES = """
CREATE TABLE alert_rules (
    org_id     bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    rule_id    bigint GENERATED ALWAYS AS IDENTITY,
    made_by    bigint,
    name       text NOT NULL DEFAULT '',
    standard   text,
    scope      text NOT NULL
        CHECK (scope IN ('product', 'list', 'tracked', 'mine', 'rivals', 'category', 'seller', 'search')),
    scope_id   bigint,
    scope_text text,
    words      tsquery,
    needs_all  boolean NOT NULL DEFAULT true,
    kinds      text[] NOT NULL,
    units      text[] NOT NULL,
    limits     double precision[] NOT NULL,
    days       smallint[] NOT NULL,
    others     bigint[] NOT NULL,
    cool_hours integer NOT NULL DEFAULT 24 CHECK (cool_hours BETWEEN 0 AND 720),
    channels   bigint[],
    enabled    boolean NOT NULL DEFAULT true,
    made_at    timestamptz NOT NULL DEFAULT now(),
    armed_at   timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    PRIMARY KEY (org_id, rule_id),
    FOREIGN KEY (org_id, made_by) REFERENCES members (org_id, user_id) ON DELETE SET NULL (made_by),
    CHECK (cardinality(kinds) BETWEEN 1 AND 5 AND cardinality(units) = cardinality(kinds)
           AND cardinality(limits) = cardinality(kinds) AND cardinality(days) = cardinality(kinds)
           AND cardinality(others) = cardinality(kinds)),
    CHECK ((scope IN ('product', 'list', 'category', 'seller')) = (scope_id IS NOT NULL)),
    CHECK ((scope = 'search') = (words IS NOT NULL))
);
CREATE UNIQUE INDEX alert_rules_number ON alert_rules (rule_id);
CREATE UNIQUE INDEX alert_rules_standard ON alert_rules (org_id, standard)
    WHERE standard IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX alert_rules_scope ON alert_rules (scope, scope_id, org_id) WHERE enabled AND deleted_at IS NULL;
CREATE INDEX alert_rules_deleted ON alert_rules (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX alert_rules_made_by ON alert_rules (org_id, made_by);
COMMENT ON TABLE alert_rules IS 'what an organisation wants to be told of; the n-th of each array is its n-th condition';
COMMENT ON COLUMN alert_rules.standard IS 'which of the rules that come with tracking it is; none: made by somebody';
COMMENT ON COLUMN alert_rules.channels IS 'where to; none: to every channel that takes all rules';
COMMENT ON COLUMN alert_rules.armed_at IS 'since when its conditions are as they are: what held before is not told';

CREATE TABLE alert_mutes (
    org_id     bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    subject_id bigint NOT NULL,
    rule_id    bigint NOT NULL DEFAULT 0,
    until      timestamptz,
    made_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, subject_id, rule_id)
);
CREATE INDEX alert_mutes_until ON alert_mutes (until) WHERE until IS NOT NULL;
COMMENT ON TABLE alert_mutes IS 'of what nothing is told: a product or category, by one rule or any (0), until then or for ever';
"""

FOUND = """
CREATE TABLE alert_states (
    rule_id       bigint NOT NULL,
    subject_id    bigint NOT NULL,
    org_id        bigint NOT NULL,
    is_open       boolean NOT NULL,
    episode       integer NOT NULL,
    level         smallint NOT NULL,
    since         timestamptz NOT NULL,
    told_at       timestamptz,
    told_severity double precision,
    PRIMARY KEY (rule_id, subject_id)
) WITH (fillfactor = 80);
CREATE INDEX alert_states_org ON alert_states (org_id);
COMMENT ON TABLE alert_states IS 'how a rule stands for a subject since its conditions first held; no row: they never did';

CREATE TABLE alerts (
    alert_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org_id      bigint NOT NULL,
    rule_id     bigint NOT NULL,
    subject_id  bigint NOT NULL,
    subject     text NOT NULL DEFAULT 'product' CHECK (subject IN ('product', 'category')),
    episode     integer NOT NULL,
    level       smallint NOT NULL DEFAULT 0,
    kind        text NOT NULL,
    opened_at   timestamptz NOT NULL,
    told_at     timestamptz NOT NULL,
    closed_at   timestamptz,
    quiet       text CHECK (quiet IN ('cooling', 'muted')),
    facts       jsonb NOT NULL DEFAULT '{}',
    UNIQUE (rule_id, subject_id, episode),
    FOREIGN KEY (org_id, rule_id) REFERENCES alert_rules ON DELETE CASCADE
);
CREATE INDEX alerts_org ON alerts (org_id, alert_id DESC);
CREATE INDEX alerts_subject ON alerts (org_id, subject_id, alert_id DESC);
CREATE INDEX alerts_rule ON alerts (org_id, rule_id, alert_id DESC);
CREATE INDEX alerts_closed ON alerts (closed_at) WHERE closed_at IS NOT NULL;
COMMENT ON TABLE alerts IS 'each time a rule fired: an episode opens once, may rise by levels, and closes';
COMMENT ON COLUMN alerts.quiet IS 'why nobody was told';

CREATE TABLE alert_reads (
    org_id   bigint NOT NULL,
    user_id  bigint NOT NULL,
    alert_id bigint NOT NULL,
    PRIMARY KEY (org_id, user_id),
    FOREIGN KEY (org_id, user_id) REFERENCES members ON DELETE CASCADE
);
COMMENT ON COLUMN alert_reads.alert_id IS 'the newest that the person has seen on the page';
"""

BROUGHT = """
CREATE TABLE alert_channels (
    org_id        bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    channel_id    bigint GENERATED ALWAYS AS IDENTITY,
    user_id       bigint,
    kind          text NOT NULL CHECK (kind IN ('telegram', 'group', 'email', 'webhook')),
    address       text NOT NULL,
    name          text NOT NULL DEFAULT '',
    secret        bytea,
    language      text NOT NULL CHECK (language IN ('uz', 'uz-Cyrl', 'ru', 'en')),
    takes_all     boolean NOT NULL DEFAULT true,
    zone          text NOT NULL DEFAULT 'Asia/Tashkent',
    quiet_from    smallint CHECK (quiet_from BETWEEN 0 AND 1439),
    quiet_to      smallint CHECK (quiet_to BETWEEN 0 AND 1439),
    bundle_minutes smallint NOT NULL DEFAULT 0 CHECK (bundle_minutes BETWEEN 0 AND 240),
    digest_at     smallint CHECK (digest_at BETWEEN 0 AND 1439),
    digest_weekday smallint CHECK (digest_weekday BETWEEN 0 AND 6),
    snoozed_until timestamptz,
    ended_at      timestamptz,
    ended_because text,
    made_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, channel_id),
    FOREIGN KEY (org_id, user_id) REFERENCES members ON DELETE CASCADE
);
CREATE UNIQUE INDEX alert_channels_number ON alert_channels (channel_id);
CREATE UNIQUE INDEX alert_channels_address ON alert_channels (org_id, kind, address);
CREATE INDEX alert_channels_chat ON alert_channels (address) WHERE kind IN ('telegram', 'group');
CREATE INDEX alert_channels_user ON alert_channels (org_id, user_id);
COMMENT ON TABLE alert_channels IS 'where alerts are brought, and when; minutes count from midnight in the zone';
COMMENT ON COLUMN alert_channels.secret IS 'sealed; what a webhook is signed with';
COMMENT ON COLUMN alert_channels.ended_because IS 'why nothing is brought there any more';

CREATE TABLE alert_deliveries (
    delivery_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    org_id       bigint NOT NULL,
    channel_id   bigint NOT NULL,
    what         text NOT NULL CHECK (what IN ('alert', 'day', 'week', 'test')),
    alert_id     bigint REFERENCES alerts ON DELETE CASCADE,
    level        smallint NOT NULL DEFAULT 0,
    key          text NOT NULL,
    state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed', 'ended')),
    due_at       timestamptz NOT NULL DEFAULT now(),
    lease        bigint NOT NULL DEFAULT 0,
    leased_until timestamptz,
    tries        smallint NOT NULL DEFAULT 0,
    made_at      timestamptz NOT NULL DEFAULT now(),
    sent_at      timestamptz,
    message_id   bigint,
    error        text,
    UNIQUE (channel_id, what, key),
    FOREIGN KEY (org_id, channel_id) REFERENCES alert_channels ON DELETE CASCADE
) WITH (fillfactor = 80);
CREATE INDEX alert_deliveries_due ON alert_deliveries (due_at, delivery_id) WHERE state = 'waiting';
CREATE INDEX alert_deliveries_channel ON alert_deliveries (org_id, channel_id, delivery_id DESC);
CREATE INDEX alert_deliveries_alert ON alert_deliveries (alert_id);
CREATE INDEX alert_deliveries_made ON alert_deliveries (made_at);
COMMENT ON TABLE alert_deliveries IS 'the outbox: a row is claimed by its lease, sent, and only then marked as sent';
"""

MOVES = """
CREATE TABLE product_moves (
    product_id bigint NOT NULL,
    at         timestamptz NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('photo', 'title', 'category', 'seller')),
    before     text,
    after      text,
    PRIMARY KEY (product_id, at, kind)
);
CREATE INDEX product_moves_at ON product_moves (at);
COMMENT ON TABLE product_moves IS 'what a page said otherwise than the one before, besides numbers';
ALTER TABLE sales_figures ADD COLUMN IF NOT EXISTS usual_low double precision;
ALTER TABLE sales_figures ADD COLUMN IF NOT EXISTS usual_high double precision;
COMMENT ON COLUMN sales_figures.usual_low IS
    'units that the last closed day is rarely below, by the 28 days before it; unknown with few of them';
"""

WALLS = """
-- allowed: only tables that this revision makes
DO $walls$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['alert_rules', 'alert_mutes', 'alert_states', 'alerts', 'alert_reads', 'alert_channels',
                               'alert_deliveries'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
        EXECUTE format('CREATE POLICY own ON %I TO ventra_app USING (org_id = (SELECT ventra_org()))', one);
        EXECUTE format('CREATE POLICY everything ON %I TO ventra_worker USING (true)', one);
        EXECUTE format('CREATE POLICY found ON %I FOR SELECT TO ventra_gate USING (true)', one);
        EXECUTE format('GRANT SELECT ON %I TO ventra_gate', one);
    END LOOP;
END
$walls$;
GRANT SELECT, INSERT, UPDATE, DELETE ON alert_rules, alert_mutes, alert_states, alert_reads, alert_channels, alert_deliveries
    TO ventra_app;
GRANT SELECT, INSERT, UPDATE ON alerts TO ventra_app;
GRANT SELECT ON product_moves TO ventra_app;
-- allowed: grants rights, no table is touched
DO $sequences$
BEGIN
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_app', current_schema());
END
$sequences$;
"""


def upgrade() -> None:
    """New tables, and columns that are empty until the next day closes."""
    for part in (RULES, FOUND, BROUGHT, MOVES, WALLS):
        op.execute(part)
