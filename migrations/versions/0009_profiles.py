"""Profiles of the day: when in the day things are bought, as it was learned; only ever added."""

from alembic import op

revision = "0009"
down_revision = "0008"
oldest_release = "0.1.0"

PROFILES = """
CREATE TABLE IF NOT EXISTS profiles (
    version      smallint PRIMARY KEY CHECK (version >= 1),
    made_at      timestamptz NOT NULL,
    first_day    date NOT NULL,
    last_day     date NOT NULL,
    looks        bigint NOT NULL CHECK (looks > 0),
    units        bigint NOT NULL CHECK (units > 0),
    category_ids bigint[] NOT NULL CHECK (array_position(category_ids, NULL) IS NULL),
    shares       bytea NOT NULL,
    CHECK (first_day <= last_day),
    CHECK (octet_length(shares) = 48 * 8 * (1 + cardinality(category_ids)))
);
COMMENT ON TABLE profiles IS 'shares of a day''s sales by half-hour of the Tashkent day; version 0, the even day, is not kept';
COMMENT ON COLUMN profiles.first_day IS 'the first Tashkent day of whose looks it was learned, as last_day is the last';
COMMENT ON COLUMN profiles.units IS 'units that those looks counted';
COMMENT ON COLUMN profiles.category_ids IS 'categories with a row of their own, ascending';
COMMENT ON COLUMN profiles.shares IS 'the market''s 48 shares, then each category''s, as float8send gives them';
"""


def upgrade() -> None:
    """A new table; nothing else is touched."""
    op.execute(PROFILES)
