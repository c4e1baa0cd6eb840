"""What running it leaves behind: which revision allows which release, backups, report cards, how each part has been."""

from alembic import op

revision = "0005"
down_revision = "0004"
oldest_release = "0.1.0"

SCHEMA_HISTORY = """
CREATE TABLE schema_history (
    revision       text PRIMARY KEY,
    oldest_release text NOT NULL,
    applied_at     timestamptz NOT NULL DEFAULT now(),
    applied_by     text NOT NULL
);
COMMENT ON COLUMN schema_history.oldest_release IS 'the oldest release that may run on a database at this revision';
COMMENT ON COLUMN schema_history.applied_by IS 'the release that brought it';
"""

BACKUPS = """
CREATE TABLE backups (
    backup_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL,
    state       text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'failed', 'deleted')),
    revision    text NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT now(),
    alive_until timestamptz,
    finished_at timestamptz,
    size_bytes  bigint,
    rows        bigint,
    error       text
);
CREATE INDEX backups_newest ON backups (started_at DESC);
COMMENT ON COLUMN backups.name IS 'the file in the storage; deleted: it was removed because newer ones stay';
COMMENT ON COLUMN backups.alive_until IS 'a running one prolongs this; past it, whoever made it is gone';
"""

CARDS = """
CREATE TABLE cards (
    card_id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    product_id   bigint NOT NULL,
    language     text NOT NULL,
    format       text NOT NULL CHECK (format IN ('png', 'pdf')),
    state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    facts        text NOT NULL,
    tries        smallint NOT NULL DEFAULT 0,
    asked_at     timestamptz NOT NULL DEFAULT now(),
    leased_until timestamptz,
    finished_at  timestamptz,
    error        text CHECK (error IN ('no_browser', 'too_slow', 'too_big', 'failed')),
    body         bytea
);
CREATE INDEX cards_waiting ON cards (asked_at) WHERE state IN ('waiting', 'running');
CREATE UNIQUE INDEX cards_once ON cards (product_id, language, format) WHERE state IN ('waiting', 'running');
CREATE INDEX cards_made ON cards (product_id, language, format, facts) WHERE state = 'done';
COMMENT ON TABLE cards IS 'report cards that were asked for, with their file until they are cleaned away';
COMMENT ON COLUMN cards.card_id IS 'not to be guessed: whoever knows it may read the file';
COMMENT ON COLUMN cards.facts IS 'digest of the figures on the card; the same digest again is the same card';
"""

STATUS = """
CREATE TABLE status_hours (
    component text NOT NULL,
    hour      timestamptz NOT NULL,
    checks    integer NOT NULL DEFAULT 0,
    good      integer NOT NULL DEFAULT 0,
    PRIMARY KEY (component, hour)
);
COMMENT ON TABLE status_hours IS 'how often a part was looked at in an hour, and how often it was well; no row: not watched';

CREATE TABLE status_parts (
    component  text PRIMARY KEY,
    state      text NOT NULL CHECK (state IN ('well', 'trouble', 'down', 'off', 'unknown')),
    reason     text NOT NULL,
    facts      jsonb NOT NULL DEFAULT '{}',
    since      timestamptz NOT NULL DEFAULT now(),
    checked_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE status_parts IS 'how each part was when the worker last looked, since when, and why';
"""


def upgrade() -> None:
    """New tables only: nothing that is there is touched."""
    for statements in (SCHEMA_HISTORY, BACKUPS, CARDS, STATUS):
        op.execute(statements)
