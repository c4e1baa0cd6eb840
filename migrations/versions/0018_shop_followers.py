"""Which organisation follows which shop; the walking of a shop is for all who do."""

from alembic import op

revision = "0018"
down_revision = "0017"
oldest_release = "0.1.0"

FOLLOWERS = """
CREATE TABLE shop_followers (
    org_id bigint NOT NULL,
    slug   text NOT NULL REFERENCES followed_shops ON DELETE CASCADE,
    since  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, slug)
);
CREATE INDEX shop_followers_slug ON shop_followers (slug);
COMMENT ON TABLE shop_followers IS 'whose it is that a shop is followed; its goods are tracked for each';
INSERT INTO shop_followers (org_id, slug, since) SELECT 1, slug, asked_at FROM followed_shops;
ALTER TABLE shop_followers ENABLE ROW LEVEL SECURITY;
ALTER TABLE shop_followers FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON shop_followers TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON shop_followers TO ventra_worker USING (true);
GRANT SELECT, INSERT, DELETE ON shop_followers TO ventra_app;
"""


def upgrade() -> None:
    """A new table; what is followed so far is the first organisation's."""
    op.execute(FOLLOWERS)
