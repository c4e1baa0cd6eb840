"""${message}"""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
oldest_release = "0.1.0"


def upgrade() -> None:
    """The rules are in docs/migrations.md."""
    op.execute("""${upgrades if upgrades else ""}""")
