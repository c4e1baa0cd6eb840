"""Files that organisations take home, for a day; and how they read other tools' tables."""

from alembic import op

revision = "0046"
down_revision = "0045"
oldest_release = "0.1.0"

FILES = """
CREATE TABLE home_files (
    org_id       bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    file_id      bigint GENERATED ALWAYS AS IDENTITY,
    made_by      bigint REFERENCES users ON DELETE SET NULL,
    state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    asked_at     timestamptz NOT NULL DEFAULT now(),
    leased_until timestamptz,
    tries        smallint NOT NULL DEFAULT 0,
    finished_at  timestamptz,
    size_bytes   bigint NOT NULL DEFAULT 0,
    rows         bigint,
    error        text CHECK (error IN ('failed', 'too_large')),
    PRIMARY KEY (org_id, file_id)
);
CREATE UNIQUE INDEX home_files_one ON home_files (org_id) WHERE state IN ('waiting', 'running');
CREATE INDEX home_files_waiting ON home_files (asked_at) WHERE state IN ('waiting', 'running');
CREATE INDEX home_files_finished ON home_files (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX home_files_made_by ON home_files (made_by) WHERE made_by IS NOT NULL;
COMMENT ON TABLE home_files IS 'what an owner takes home of an organisation; size_bytes grows while it is made';

CREATE TABLE home_parts (
    org_id  bigint NOT NULL,
    file_id bigint NOT NULL,
    part    integer NOT NULL,
    body    bytea NOT NULL,
    PRIMARY KEY (org_id, file_id, part),
    FOREIGN KEY (org_id, file_id) REFERENCES home_files ON DELETE CASCADE
);
ALTER TABLE home_parts ALTER COLUMN body SET STORAGE EXTERNAL;
COMMENT ON TABLE home_parts IS 'the bytes of a finished file, compressed already';
"""

FOREIGN = """
CREATE TABLE foreign_presets (
    org_id    bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    preset_id bigint GENERATED ALWAYS AS IDENTITY,
    made_by   bigint REFERENCES users ON DELETE SET NULL,
    name      text NOT NULL,
    folded    text NOT NULL,
    heads     jsonb NOT NULL,
    made_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, preset_id),
    UNIQUE (org_id, folded)
);
CREATE INDEX foreign_presets_made_by ON foreign_presets (made_by) WHERE made_by IS NOT NULL;
COMMENT ON TABLE foreign_presets IS 'of another tool''s tables: which head stands over which column';
"""

WALLS = "".join(
    f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON {table} TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON {table} TO ventra_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ventra_app, ventra_worker;
"""
    for table in ("home_files", "home_parts", "foreign_presets")
)

RIGHTS = """
-- allowed: grants rights, no table is touched
DO $sequences$
BEGIN
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_app, ventra_worker', current_schema());
END
$sequences$;
"""


def upgrade() -> None:
    """New tables alone."""
    for part in (FILES, FOREIGN, WALLS, RIGHTS):
        op.execute(part)
