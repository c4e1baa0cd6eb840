"""The page's theme goes with the account; invitations and keys end for good; the log forgets from where a deleted person came."""

from alembic import op

from ventra.infra.migrate import build_index

revision = "0022"
down_revision = "0021"
oldest_release = "0.1.0"

THEME = """
ALTER TABLE users ADD COLUMN IF NOT EXISTS theme text;
ALTER TABLE users DROP CONSTRAINT IF EXISTS users_theme;
ALTER TABLE users ADD CONSTRAINT users_theme CHECK (theme IN ('system', 'light', 'dark')) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT users_theme;
COMMENT ON COLUMN users.theme IS 'how the page looks; none: nobody chose';
"""

# The worker learns when they ended and nothing else of them.
ENDS = """
GRANT SELECT (invitation_id, expires_at), DELETE ON invitations TO ventra_worker;
GRANT SELECT (key_id, revoked_at, expires_at), DELETE ON api_keys TO ventra_worker;
"""

# What was done and when stays for good. Only once its person is deleted may the address they came from, and an address of
# e-mail that stands as the subject, be emptied.
FORGETTING = """
CREATE OR REPLACE FUNCTION ventra_keep() RETURNS trigger LANGUAGE plpgsql AS $keep$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.user_id IS NOT NULL AND NEW.address = ''
       AND (NEW.subject = OLD.subject OR NEW.subject = '' AND OLD.subject LIKE '%@%')
       AND to_jsonb(NEW) - 'address' - 'subject' = to_jsonb(OLD) - 'address' - 'subject'
       AND NOT EXISTS (SELECT FROM users WHERE user_id = OLD.user_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = 'insufficient_privilege';
END
$keep$;
GRANT UPDATE (address, subject) ON audit_log TO ventra_gate;
COMMENT ON TABLE audit_log IS
    'who did what to which thing, from where, when; rows are only ever added, and of who is deleted the addresses are emptied';
"""


def upgrade() -> None:
    """Indexes first: building them commits what was before."""
    build_index("invitations_expires", "invitations (expires_at)")
    build_index("api_keys_ended", "api_keys (least(revoked_at, expires_at))")
    op.execute(THEME)
    op.execute(ENDS)
    op.execute(FORGETTING)
