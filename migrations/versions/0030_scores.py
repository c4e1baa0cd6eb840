"""Scores: where each product stands within its leaf category, what that is made of, and people's own weights under a name."""

from alembic import op

revision = "0030"
down_revision = "0029"
oldest_release = "0.1.0"

_ENDS = ("", "_low", "_high")

SCORES = f"""
CREATE TABLE product_scores (
    bucket      smallint NOT NULL,
    product_id  bigint NOT NULL,
    category_id bigint NOT NULL,
    as_of       date NOT NULL,
    {", ".join(f"percentile{end} real[] NOT NULL" for end in _ENDS)},
    {", ".join(f"value{end} double precision[] NOT NULL" for end in _ENDS)},
    {", ".join(f"{name}{end} double precision" for name in ("points", "score") for end in _ENDS)},
    basis       smallint NOT NULL,
    rank        integer,
    tied        integer,
    of_products integer NOT NULL,
    why         smallint NOT NULL,
    PRIMARY KEY (bucket, product_id)
);
CREATE INDEX product_scores_leaf ON product_scores (category_id, product_id);
COMMENT ON TABLE product_scores IS 'each active product of a leaf category, by the last night that scored that leaf';
COMMENT ON COLUMN product_scores.percentile IS
    'of each part within the leaf, to hundredths, in the order of core/score_parts.py; NaN is not known; scores are made of it';
COMMENT ON COLUMN product_scores.value IS 'what each part measures, in its own unit; NaN is not known';
COMMENT ON COLUMN product_scores.basis IS 'how what it sold in 28 days was come by';
COMMENT ON COLUMN product_scores.tied IS 'how many share the rank: they hold the places from rank to rank + tied - 1';
COMMENT ON COLUMN product_scores.of_products IS 'how many of the leaf have a score';
COMMENT ON COLUMN product_scores.why IS 'a place in core/score.WHY: 0 has a score, else why there is none';

CREATE TABLE score_leaves (
    category_id bigint PRIMARY KEY,
    rule        smallint NOT NULL,
    products    integer NOT NULL,
    done_at     timestamptz NOT NULL
);
COMMENT ON TABLE score_leaves IS
    'leaf categories that are scored, and since when: a night that was cut short goes on with the others';
"""

RECIPES = """
CREATE TABLE score_recipes (
    org_id    bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    recipe_id bigint GENERATED ALWAYS AS IDENTITY,
    made_by   bigint REFERENCES users ON DELETE SET NULL,
    name      text NOT NULL,
    folded    text NOT NULL,
    weights   jsonb NOT NULL,
    made_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, recipe_id),
    UNIQUE (org_id, folded)
);
CREATE INDEX score_recipes_made_by ON score_recipes (made_by) WHERE made_by IS NOT NULL;
COMMENT ON TABLE score_recipes IS 'weights of the score''s parts that an organisation keeps under a name; they add up to 1';
"""

# Scores are of the market, so every organisation reads them and only the worker writes; recipes are an organisation's own.
RIGHTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON product_scores, score_leaves TO ventra_worker;
GRANT SELECT ON product_scores, score_leaves TO ventra_app;
ALTER TABLE score_recipes ENABLE ROW LEVEL SECURITY;
ALTER TABLE score_recipes FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON score_recipes TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON score_recipes TO ventra_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON score_recipes TO ventra_app;
-- allowed: grants rights, no table is touched
DO $sequences$
BEGIN
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_app', current_schema());
END
$sequences$;
"""


def upgrade() -> None:
    """New tables only; the worker fills them after the next look for what is due."""
    for part in (SCORES, RECIPES, RIGHTS):
        op.execute(part)
