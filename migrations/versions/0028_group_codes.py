"""Codes by which a Telegram group is added to an organisation: shown once, kept as digests."""

from alembic import op

revision = "0028"
down_revision = "0027"
oldest_release = "0.1.0"


def upgrade() -> None:
    """A new table."""
    op.execute(
        """
        CREATE TABLE alert_group_codes (
            digest     bytea PRIMARY KEY,
            org_id     bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
            user_id    bigint NOT NULL,
            expires_at timestamptz NOT NULL,
            used_at    timestamptz,
            FOREIGN KEY (org_id, user_id) REFERENCES members ON DELETE CASCADE
        );
        CREATE INDEX alert_group_codes_org ON alert_group_codes (org_id, user_id);
        CREATE INDEX alert_group_codes_expires ON alert_group_codes (expires_at);
        COMMENT ON COLUMN alert_group_codes.digest IS 'of the code, which nobody keeps';
        ALTER TABLE alert_group_codes ENABLE ROW LEVEL SECURITY;
        ALTER TABLE alert_group_codes FORCE ROW LEVEL SECURITY;
        CREATE POLICY own ON alert_group_codes TO ventra_app USING (org_id = (SELECT ventra_org()));
        CREATE POLICY everything ON alert_group_codes TO ventra_worker USING (true);
        GRANT SELECT, INSERT, UPDATE, DELETE ON alert_group_codes TO ventra_app, ventra_worker;
        """
    )
