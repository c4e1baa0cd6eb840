"""The bot: its chats, who polls, and what services tell each other about this installation."""

from alembic import op

revision = "0003"
down_revision = "0002"
oldest_release = "0.1.0"

BOT = """
CREATE TABLE telegram_chats (
    chat_id    bigint PRIMARY KEY,
    language   text NOT NULL CHECK (language IN ('uz', 'uz-Cyrl', 'ru', 'en')),
    first_seen timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN telegram_chats.language IS 'Telegram''s at first, then what the person chose';

CREATE TABLE telegram_pollers (
    bot_id         bigint PRIMARY KEY,
    lease          bigint NOT NULL DEFAULT 0,
    leased_until   timestamptz,
    next_update_id bigint
);
COMMENT ON TABLE telegram_pollers IS 'one poller a bot; updates before next_update_id are handled; Telegram may not know it yet';

CREATE TABLE installation (
    key        text PRIMARY KEY,
    value      text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE installation IS 'facts one service tells the others: web_url (api), bot_username (bot)';
"""


def upgrade() -> None:
    """Make the three tables."""
    op.execute(BOT)
