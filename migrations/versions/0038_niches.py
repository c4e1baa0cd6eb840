"""Niches as a night leaves them, recipes of the finder, rivals that people choose, and where goods stand in searches."""

from alembic import op

from ventra.infra.migrate import build_index

revision = "0038"
down_revision = "0037"
oldest_release = "0.1.0"


def _ranged(*names: str) -> str:
    return ", ".join(f"{name}{end} double precision" for name in names for end in ("", "_low", "_high"))


NICHES = f"""
CREATE TABLE niches (
    kind          text NOT NULL CHECK (kind IN ('category', 'cluster')),
    niche_id      bigint NOT NULL,
    category_id   bigint,
    face          bigint,
    leaf          boolean NOT NULL,
    as_of         date NOT NULL,
    done_at       timestamptz NOT NULL,
    products      integer NOT NULL,
    sellers       integer NOT NULL,
    {_ranged("units", "revenue", "growth", "hhi", "leader", "staying", "price", "idle", "review_gap", "season", "saturation")},
    units_known   integer NOT NULL,
    units_basis   smallint NOT NULL,
    units_days    smallint NOT NULL,
    revenue_known integer NOT NULL,
    revenue_basis smallint NOT NULL,
    revenue_days  smallint NOT NULL,
    compared      integer NOT NULL,
    leader_id     bigint,
    came          integer,
    gone          integer,
    over_days     smallint NOT NULL,
    staying_of    integer NOT NULL,
    season_peak   smallint,
    season_years  smallint NOT NULL,
    months        double precision[] NOT NULL,
    busy_from     bigint,
    busy_to       bigint,
    busy_share    double precision,
    seg_bounds    bigint[] NOT NULL,
    seg_products  integer[] NOT NULL,
    seg_units     double precision[] NOT NULL,
    {", ".join(f"{name} double precision[] NOT NULL" for name in ("part", "part_low", "part_high", "press"))},
    PRIMARY KEY (kind, niche_id)
);
COMMENT ON TABLE niches IS 'categories with all below them, and clusters of the same goods, as the last night measured them';
COMMENT ON COLUMN niches.face IS 'the product that sells most, whose title names a cluster';
COMMENT ON COLUMN niches.came IS 'shops that came within the last over_days; null while it is not watched long enough to tell';
COMMENT ON COLUMN niches.staying IS 'part of the shops that came that is there after 90 days';
COMMENT ON COLUMN niches.price_low IS 'a tenth of the goods cost less, nine tenths less than price_high; price is the median';
COMMENT ON COLUMN niches.months IS 'how many times a usual month each month sells, January first; NaN is not known';
COMMENT ON COLUMN niches.part IS 'what each part of the saturation measures, in the order of core/saturation.py; press is 0-1';

CREATE TABLE niche_recipes (
    org_id    bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    recipe_id bigint GENERATED ALWAYS AS IDENTITY,
    made_by   bigint REFERENCES users ON DELETE SET NULL,
    name      text NOT NULL,
    folded    text NOT NULL,
    wish      jsonb NOT NULL,
    made_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, recipe_id),
    UNIQUE (org_id, folded)
);
CREATE INDEX niche_recipes_made_by ON niche_recipes (made_by) WHERE made_by IS NOT NULL;
COMMENT ON TABLE niche_recipes IS 'filters and order of the niche finder that an organisation keeps under a name';
"""

RIVALS = """
CREATE TABLE rival_choices (
    org_id     bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    product_id bigint NOT NULL,
    rival_id   bigint NOT NULL CHECK (rival_id <> product_id),
    added      boolean NOT NULL,
    made_by    bigint REFERENCES users ON DELETE SET NULL,
    made_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, product_id, rival_id)
);
CREATE INDEX rival_choices_made_by ON rival_choices (made_by) WHERE made_by IS NOT NULL;
COMMENT ON TABLE rival_choices IS 'rivals an organisation added to what is proposed, or took out of it; no row: as proposed';

ALTER TABLE sellers ADD COLUMN IF NOT EXISTS account_id bigint;
COMMENT ON COLUMN sellers.account_id IS 'the account a shop belongs to, as the marketplace says: one seller''s';
"""

POSITIONS = """
CREATE TABLE watched_queries (
    org_id   bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    query_id bigint GENERATED ALWAYS AS IDENTITY,
    text_uz  text,
    text_ru  text,
    folded   text NOT NULL,
    made_by  bigint REFERENCES users ON DELETE SET NULL,
    made_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, query_id),
    UNIQUE (org_id, folded),
    CHECK (text_uz IS NOT NULL OR text_ru IS NOT NULL)
);
CREATE INDEX watched_queries_made_by ON watched_queries (made_by) WHERE made_by IS NOT NULL;
COMMENT ON TABLE watched_queries IS 'what an organisation looks up to see where its goods stand: a form in each language';

CREATE TABLE search_texts (
    text         text NOT NULL,
    language     text NOT NULL CHECK (language IN ('uz', 'ru')),
    due_at       timestamptz NOT NULL,
    leased_until timestamptz,
    failures     integer NOT NULL DEFAULT 0,
    last_outcome text,
    ideas        text[] NOT NULL DEFAULT '{}',
    ideas_at     timestamptz,
    PRIMARY KEY (language, text)
);
CREATE INDEX search_texts_due ON search_texts (due_at);
COMMENT ON TABLE search_texts IS 'each text that anybody watches, once; ideas are what the marketplace suggests for it';

CREATE TABLE search_looks (
    language text NOT NULL,
    text     text NOT NULL,
    seen_at  timestamptz NOT NULL,
    products bigint[] NOT NULL,
    total    integer,
    PRIMARY KEY (language, text, seen_at)
);
CREATE INDEX search_looks_seen ON search_looks (seen_at);
COMMENT ON TABLE search_looks IS 'the products a search showed, each once, in its order; others stood further down, or nowhere';
"""

# Niches and searches are of the market, so every organisation reads them; recipes, choices and watched texts are their own.
RIGHTS = "\n".join(
    f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON {table} TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON {table} TO ventra_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ventra_app;
"""
    for table in ("niche_recipes", "rival_choices", "watched_queries")
)
RIGHTS += """
GRANT SELECT, INSERT, UPDATE, DELETE ON niches, search_texts, search_looks TO ventra_worker;
GRANT SELECT ON watched_queries TO ventra_worker;
GRANT SELECT ON niches, search_looks TO ventra_app;
GRANT SELECT, INSERT, UPDATE ON search_texts TO ventra_app;
-- allowed: grants rights, no table is touched
DO $sequences$
BEGIN
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_app', current_schema());
END
$sequences$;
"""


def upgrade() -> None:
    """New tables and an empty column; the worker fills them."""
    for part in (NICHES, RIVALS, POSITIONS, RIGHTS):
        op.execute(part)
    build_index("sellers_account", "sellers (account_id) WHERE account_id IS NOT NULL")
