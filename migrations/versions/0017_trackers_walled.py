"""What an organisation tracks is seen by that organisation alone."""

from alembic import op

revision = "0017"
down_revision = "0016"
oldest_release = "0.1.0"

# The release before knows no roles; where it signs in as the owner and not as a superuser, it goes on as it did.
WALL = """
ALTER TABLE trackers ENABLE ROW LEVEL SECURITY;
ALTER TABLE trackers FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON trackers TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON trackers TO ventra_worker USING (true);
-- allowed: a policy whose role only the server knows; the lock is held already
DO $before$
BEGIN
    EXECUTE format('CREATE POLICY before_roles ON trackers TO %I USING (true)', current_user);
END
$before$;
"""


def upgrade() -> None:
    """The lock on the table is short: nothing is rewritten."""
    op.execute(WALL)
