"""Shops are found by their name in an address, too."""

from ventra.infra.migrate import build_index

revision = "0020"
down_revision = "0019"
oldest_release = "0.1.0"


def upgrade() -> None:
    """Build it while shops are read and written."""
    build_index("sellers_slug", "sellers (slug)")
