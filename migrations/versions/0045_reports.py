"""Reports of an organisation: asked for or made by a schedule, kept with their file, and brought to its channels."""

from alembic import op

revision = "0045"
down_revision = "0044"
oldest_release = "0.1.0"

SCHEDULES = """
CREATE TABLE report_schedules (
    org_id       bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    schedule_id  bigint GENERATED ALWAYS AS IDENTITY,
    made_by      bigint,
    kind         text NOT NULL CHECK (kind IN ('watchlist', 'category', 'seller')),
    subject_id   bigint,
    days         smallint NOT NULL CHECK (days IN (7, 28)),
    language     text NOT NULL CHECK (language IN ('uz', 'uz-Cyrl', 'ru', 'en')),
    every        text NOT NULL CHECK (every IN ('day', 'week', 'month')),
    weekday      smallint NOT NULL DEFAULT 0 CHECK (weekday BETWEEN 0 AND 6),
    month_day    smallint NOT NULL DEFAULT 1 CHECK (month_day BETWEEN 1 AND 28),
    hour         smallint NOT NULL CHECK (hour BETWEEN 0 AND 23),
    only_changed boolean NOT NULL DEFAULT true,
    paused       boolean NOT NULL DEFAULT false,
    next_at      timestamptz NOT NULL,
    digest       text,
    made_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, schedule_id),
    FOREIGN KEY (org_id, made_by) REFERENCES members (org_id, user_id) ON DELETE SET NULL (made_by),
    CHECK (kind = 'watchlist' OR subject_id IS NOT NULL)
);
CREATE UNIQUE INDEX report_schedules_number ON report_schedules (schedule_id);
CREATE INDEX report_schedules_due ON report_schedules (next_at) WHERE NOT paused;
CREATE INDEX report_schedules_made_by ON report_schedules (org_id, made_by);
COMMENT ON TABLE report_schedules IS 'reports made by themselves; the hour, weekday and day of the month are those of Tashkent';
COMMENT ON COLUMN report_schedules.subject_id IS 'a list, category or shop; none: all that is tracked';
COMMENT ON COLUMN report_schedules.digest IS
    'what the report that was brought last said: one that says the same is not brought again';

CREATE TABLE report_schedule_channels (
    org_id      bigint NOT NULL,
    schedule_id bigint NOT NULL,
    channel_id  bigint NOT NULL,
    PRIMARY KEY (org_id, schedule_id, channel_id),
    FOREIGN KEY (org_id, schedule_id) REFERENCES report_schedules ON DELETE CASCADE,
    FOREIGN KEY (org_id, channel_id) REFERENCES alert_channels ON DELETE CASCADE
);
CREATE INDEX report_schedule_channels_channel ON report_schedule_channels (org_id, channel_id);
"""

REPORTS = """
CREATE TABLE reports (
    org_id       bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    report_id    uuid NOT NULL DEFAULT gen_random_uuid(),
    made_by      bigint,
    schedule_id  bigint,
    run          text,
    kind         text NOT NULL CHECK (kind IN ('watchlist', 'category', 'seller')),
    subject_id   bigint,
    days         smallint NOT NULL CHECK (days IN (7, 28)),
    language     text NOT NULL CHECK (language IN ('uz', 'uz-Cyrl', 'ru', 'en')),
    state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'same', 'failed')),
    step         smallint NOT NULL DEFAULT 0,
    asked_at     timestamptz NOT NULL DEFAULT now(),
    tries        smallint NOT NULL DEFAULT 0,
    leased_until timestamptz,
    finished_at  timestamptz,
    error        text,
    through      date,
    digest       text,
    bytes        integer,
    body         bytea,
    PRIMARY KEY (org_id, report_id),
    FOREIGN KEY (org_id, made_by) REFERENCES members (org_id, user_id) ON DELETE SET NULL (made_by),
    FOREIGN KEY (org_id, schedule_id) REFERENCES report_schedules ON DELETE SET NULL (schedule_id),
    CHECK (kind = 'watchlist' OR subject_id IS NOT NULL)
);
ALTER TABLE reports ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE UNIQUE INDEX reports_number ON reports (report_id);
CREATE UNIQUE INDEX reports_run ON reports (org_id, schedule_id, run) WHERE schedule_id IS NOT NULL;
CREATE UNIQUE INDEX reports_asked ON reports (org_id, kind, coalesce(subject_id, 0), days, language)
    WHERE state IN ('waiting', 'running') AND run IS NULL;
CREATE INDEX reports_waiting ON reports (asked_at) WHERE state IN ('waiting', 'running');
CREATE INDEX reports_newest ON reports (org_id, asked_at DESC);
CREATE INDEX reports_asked_at ON reports (asked_at);
CREATE INDEX reports_made_by ON reports (org_id, made_by);
COMMENT ON TABLE reports IS 'reports as PDF: asked for by the api, made by a worker under a lease, kept for a time';
COMMENT ON COLUMN reports.run IS 'which run of its schedule it is: the day it was due, or a try by hand; each is made once';
COMMENT ON COLUMN reports.step IS 'how far it is: 0 waits, 1 reads, 2 is drawn, 3 is done';
"""

BROUGHT = """
-- allowed: the next statement puts one back that lets more through
ALTER TABLE alert_deliveries DROP CONSTRAINT alert_deliveries_what_check;
-- allowed: what was brought within 90 days is a small table
ALTER TABLE alert_deliveries ADD CONSTRAINT alert_deliveries_what_check
    CHECK (what IN ('alert', 'day', 'week', 'test', 'report'));
"""

WALLS = """
-- allowed: only tables that this revision makes
DO $walls$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['report_schedules', 'report_schedule_channels', 'reports'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
        EXECUTE format('CREATE POLICY own ON %I TO ventra_app USING (org_id = (SELECT ventra_org()))', one);
        EXECUTE format('CREATE POLICY everything ON %I TO ventra_worker USING (true)', one);
    END LOOP;
END
$walls$;
GRANT SELECT, INSERT, UPDATE, DELETE ON report_schedules, report_schedule_channels, reports TO ventra_app, ventra_worker;
"""


def upgrade() -> None:
    """New tables, empty."""
    for part in (SCHEDULES, REPORTS, BROUGHT, WALLS):
        op.execute(part)
