"""The schema moves by migrations alone: bring a database to the newest revision, safely when several start at once."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from ventra.infra.schema import MIGRATIONS


def upgrade(direct_url: str) -> None:
    """Run every migration that is missing over the unpooled address, one process at a time (advisory lock in `env.py`)."""
    command.upgrade(configuration(direct_url), "head")


def configuration(direct_url: str) -> Config:
    """Alembic's configuration for a database, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scheme, _, rest = direct_url.partition("://")
    if scheme not in ("postgres", "postgresql"):
        raise ValueError("a Postgres address starts with postgresql://")
    config.attributes["url"] = f"postgresql+psycopg://{rest}"
    return config
