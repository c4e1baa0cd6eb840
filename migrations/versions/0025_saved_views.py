"""Views of a page that people name: their own, and those of their organisation."""

from alembic import op

revision = "0025"
down_revision = "0024"
oldest_release = "0.1.0"

VIEWS = """
CREATE TABLE saved_views (
    org_id  bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    view_id bigint GENERATED ALWAYS AS IDENTITY,
    user_id bigint,
    page    text NOT NULL,
    name    text NOT NULL,
    folded  text NOT NULL,
    query   text NOT NULL CHECK (length(query) <= 2000),
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, view_id),
    FOREIGN KEY (org_id, user_id) REFERENCES members ON DELETE CASCADE
);
CREATE UNIQUE INDEX saved_views_name ON saved_views (org_id, coalesce(user_id, 0), page, folded);
CREATE INDEX saved_views_user ON saved_views (user_id) WHERE user_id IS NOT NULL;
COMMENT ON TABLE saved_views IS 'what a page shows, under a name: the words of its address after the question mark';
COMMENT ON COLUMN saved_views.user_id IS 'whose it is; none: everybody''s in the organisation. It goes with the membership';
"""

# The gate tells people what is kept of them.
WALLS = """
ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON saved_views TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON saved_views TO ventra_worker USING (true);
CREATE POLICY found ON saved_views FOR SELECT TO ventra_gate USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views TO ventra_app;
GRANT SELECT ON saved_views TO ventra_gate;
-- allowed: grants rights, no table is touched
DO $sequences$
BEGIN
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_app', current_schema());
END
$sequences$;
"""


def upgrade() -> None:
    """A new table only: nothing that is there is touched."""
    op.execute(VIEWS)
    op.execute(WALLS)
