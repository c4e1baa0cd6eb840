"""Addresses from which a spreadsheet fetches a table, without an account and for a while."""

from alembic import op

revision = "0044"
down_revision = "0043"
oldest_release = "0.1.0"

LINKS = """
CREATE TABLE export_links (
    org_id     bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    link_id    bigint GENERATED ALWAYS AS IDENTITY,
    digest     bytea NOT NULL UNIQUE,
    name       text NOT NULL DEFAULT '',
    source     text NOT NULL,
    filters    jsonb NOT NULL DEFAULT '{}',
    sort       text NOT NULL,
    columns    text,
    language   text NOT NULL,
    made_by    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    made_at    timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    opened     integer NOT NULL DEFAULT 0,
    opened_at  timestamptz,
    PRIMARY KEY (org_id, link_id)
);
CREATE INDEX export_links_made_by ON export_links (made_by);
CREATE INDEX export_links_expires ON export_links (expires_at);
COMMENT ON COLUMN export_links.digest IS 'of the secret in the address, which nobody keeps';
COMMENT ON COLUMN export_links.source IS 'the name of the table that it shows';
COMMENT ON COLUMN export_links.columns IS 'names with commas between them; none: as the table has them by default';
"""

# The gate finds whose a link is, and no more of it; everything else is done as that organisation.
WALLS = """
ALTER TABLE export_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE export_links FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON export_links TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON export_links TO ventra_worker USING (true);
CREATE POLICY found ON export_links FOR SELECT TO ventra_gate USING (true);
GRANT SELECT, INSERT, UPDATE ON export_links TO ventra_app;
GRANT SELECT (org_id, link_id, digest, made_by, expires_at, revoked_at) ON export_links TO ventra_gate;
REVOKE INSERT, UPDATE ON export_links FROM ventra_worker;
-- allowed: grants rights, no table is touched
DO $sequences$
BEGIN
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_app', current_schema());
END
$sequences$;
"""


def upgrade() -> None:
    """A new table only: nothing that is there is touched."""
    for part in (LINKS, WALLS):
        op.execute(part)
