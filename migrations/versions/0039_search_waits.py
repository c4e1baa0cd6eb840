"""A title that changes while it waits for the index is waited for; shops are found by names of any length."""

from alembic import op

from ventra.infra.migrate import build_index

revision = "0039"
down_revision = "0038"
oldest_release = "0.1.0"

# A row that waits already is locked, so that whoever indexes leaves it until the new title is there to be read.
WAITS = """
CREATE OR REPLACE FUNCTION ventra_search_waits() RETURNS trigger LANGUAGE plpgsql AS $waits$
BEGIN
    INSERT INTO search_waiting (product_id) VALUES (NEW.product_id)
    ON CONFLICT (product_id) DO UPDATE SET since = search_waiting.since;
    RETURN NULL;
END
$waits$;
GRANT UPDATE (since) ON search_waiting TO ventra_app;
"""


def upgrade() -> None:
    """Only so much of a text fits into an index, and a shop may have any name: its digest always does."""
    op.execute(WAITS)
    build_index("sellers_called", "sellers (md5(lower(title)))")
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS sellers_title")
