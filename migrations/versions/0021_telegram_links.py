"""Links that a chat of the bot is linked to an account by; and which links show that an address reaches its person."""

from alembic import op

revision = "0021"
down_revision = "0020"
oldest_release = "0.1.0"


def upgrade() -> None:
    """Its rows live a quarter of an hour: whatever is checked from now on holds for all of them soon."""
    op.execute(
        """
        ALTER TABLE one_use_links DROP CONSTRAINT one_use_links_kind_check;
        ALTER TABLE one_use_links ADD CONSTRAINT one_use_links_kinds CHECK (
            kind IN ('verify', 'reset', 'sign_in', 'email_old', 'email_new', 'passkey', 'telegram')) NOT VALID;
        ALTER TABLE one_use_links ADD COLUMN by_chat boolean NOT NULL DEFAULT false;
        COMMENT ON COLUMN one_use_links.by_chat IS
            'it went to a chat: whoever uses it is the person, and nothing is shown of the address';
        """
    )
