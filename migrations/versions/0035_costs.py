"""The calculator: rates that an organisation has of its own, by version, and scenarios under a name."""

from alembic import op

revision = "0035"
down_revision = "0034"
oldest_release = "0.1.0"

RATES = """
CREATE TABLE own_rates (
    org_id     bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    rate_id    bigint GENERATED ALWAYS AS IDENTITY,
    key        text NOT NULL CHECK (length(key) <= 80),
    valid_from date NOT NULL,
    low        double precision,
    likely     double precision,
    high       double precision,
    source     text NOT NULL DEFAULT '' CHECK (length(source) <= 300),
    checked_on date NOT NULL,
    made_by    bigint REFERENCES users ON DELETE SET NULL,
    made_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, rate_id),
    CHECK (num_nulls(low, likely, high) IN (0, 3))
);
CREATE INDEX own_rates_made_by ON own_rates (made_by) WHERE made_by IS NOT NULL;
COMMENT ON TABLE own_rates IS
    'versions of rates that an organisation has of its own: added, never changed; without numbers the common rate holds again';
"""

SCENARIOS = """
CREATE TABLE cost_scenarios (
    org_id      bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    scenario_id bigint GENERATED ALWAYS AS IDENTITY,
    made_by     bigint REFERENCES users ON DELETE SET NULL,
    name        text NOT NULL,
    folded      text NOT NULL,
    inputs      jsonb NOT NULL,
    made_at     timestamptz NOT NULL DEFAULT now(),
    changed_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, scenario_id),
    UNIQUE (org_id, folded)
);
CREATE INDEX cost_scenarios_made_by ON cost_scenarios (made_by) WHERE made_by IS NOT NULL;
COMMENT ON TABLE cost_scenarios IS
    'inputs of the calculator that an organisation keeps under a name; rates that it leaves out are those in force';
"""

# A version of a rate is never changed, so nobody may change one.
RIGHTS = """
ALTER TABLE own_rates ENABLE ROW LEVEL SECURITY;
ALTER TABLE own_rates FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON own_rates TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON own_rates TO ventra_worker USING (true);
GRANT SELECT, INSERT ON own_rates TO ventra_app;
GRANT SELECT ON own_rates TO ventra_worker;
ALTER TABLE cost_scenarios ENABLE ROW LEVEL SECURITY;
ALTER TABLE cost_scenarios FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON cost_scenarios TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON cost_scenarios TO ventra_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON cost_scenarios TO ventra_app;
GRANT SELECT ON cost_scenarios TO ventra_worker;
-- allowed: grants rights, no table is touched
DO $sequences$
BEGIN
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_app', current_schema());
END
$sequences$;
"""


def upgrade() -> None:
    """New tables only."""
    for part in (RATES, SCENARIOS, RIGHTS):
        op.execute(part)
