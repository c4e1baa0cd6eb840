"""What is known of sources' counters, beside the profile of the day that days are closed by."""

from alembic import op

revision = "0014"
down_revision = "0013"
oldest_release = "0.1.0"

COUNTERS = """
ALTER TABLE profiles ADD COLUMN IF NOT EXISTS counters_fall smallint[] NOT NULL DEFAULT '{}';
ALTER TABLE profiles ADD COLUMN IF NOT EXISTS counters_keep smallint[] NOT NULL DEFAULT '{}';
ALTER TABLE profiles DROP CONSTRAINT IF EXISTS profiles_looks_check;
ALTER TABLE profiles DROP CONSTRAINT IF EXISTS profiles_units_check;
ALTER TABLE profiles ADD CONSTRAINT profiles_looks_check CHECK (looks >= 0) NOT VALID;
ALTER TABLE profiles ADD CONSTRAINT profiles_units_check CHECK (units >= 0) NOT VALID;
COMMENT ON COLUMN profiles.counters_fall IS 'sources whose order counter falls when an order is cancelled, ascending';
COMMENT ON COLUMN profiles.counters_keep IS 'those whose counter never does; of others it is learned';
COMMENT ON COLUMN profiles.looks IS 'looks it was learned from; 0 where only counters were told of';
"""


def upgrade() -> None:
    """Two columns with a constant default, and bounds that let a profile be one that no look was needed for."""
    op.execute(COUNTERS)
