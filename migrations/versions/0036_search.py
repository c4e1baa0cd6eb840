"""Search by meaning: what titles say, as terms and as vectors, the model they are made with, and clusters of the same goods."""

from alembic import op

revision = "0036"
down_revision = "0035"
oldest_release = "0.1.0"

MODELS = """
CREATE TABLE search_models (
    version  integer PRIMARY KEY,
    made_at  timestamptz NOT NULL DEFAULT now(),
    rule     smallint NOT NULL,
    products bigint NOT NULL,
    pairs    bigint NOT NULL,
    body     bytea NOT NULL
);
COMMENT ON TABLE search_models IS
    'how common each term is and what means the same in the other language, learned from the catalogue; the newest holds';
COMMENT ON COLUMN search_models.rule IS 'how titles become terms and vectors; those of another rule cannot be compared';
COMMENT ON COLUMN search_models.pairs IS 'titles that are known in Uzbek and in Russian, of goods and categories';
"""

INDEX = """
CREATE TABLE product_search (
    product_id bigint PRIMARY KEY,
    version    integer NOT NULL,
    popularity smallint NOT NULL,
    terms      integer[] NOT NULL
);
CREATE INDEX product_search_terms ON product_search USING gin (terms) WITH (fastupdate = off);
CREATE INDEX product_search_popular ON product_search (popularity DESC, product_id);
COMMENT ON TABLE product_search IS 'the hashed terms of each product''s titles, by a model of this version';
COMMENT ON COLUMN product_search.popularity IS 'twice the logarithm to base 2 of its orders and one, when it was indexed';

CREATE TABLE product_vectors (
    product_id bigint PRIMARY KEY,
    version    integer NOT NULL,
    embedding  halfvec(256) NOT NULL
);
CREATE INDEX product_vectors_near ON product_vectors USING hnsw (embedding halfvec_ip_ops) WITH (m = 16, ef_construction = 64);
COMMENT ON COLUMN product_vectors.embedding IS 'of length 1, so that the inner product is the cosine';

CREATE TABLE search_waiting (
    product_id bigint PRIMARY KEY,
    since      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE search_waiting IS 'products whose titles are new since they were indexed';
"""

CLUSTERS = """
CREATE TABLE product_clusters (
    product_id bigint PRIMARY KEY,
    cluster_id bigint NOT NULL,
    version    integer NOT NULL,
    likeness   real NOT NULL CHECK (likeness BETWEEN 0 AND 1),
    reason     jsonb NOT NULL DEFAULT '{}',
    made_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX product_clusters_members ON product_clusters (cluster_id, product_id);
COMMENT ON TABLE product_clusters IS
    'the same goods from different sellers; a product that nobody else offers has no row, so a cluster has at least two';
COMMENT ON COLUMN product_clusters.cluster_id IS 'the product all others of the cluster were compared with';
COMMENT ON COLUMN product_clusters.reason IS 'why it is in the cluster: models, brands, words, price_ratio, picture, category';

CREATE TABLE cluster_waiting (
    product_id bigint PRIMARY KEY
);
COMMENT ON TABLE cluster_waiting IS 'products that were indexed since they were last compared with others';
"""

WAKING = """
CREATE FUNCTION ventra_search_waits() RETURNS trigger LANGUAGE plpgsql AS $waits$
BEGIN
    INSERT INTO search_waiting (product_id) VALUES (NEW.product_id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$waits$;
CREATE TRIGGER products_new_title AFTER INSERT ON products FOR EACH ROW
    WHEN (NEW.title_folded <> '') EXECUTE FUNCTION ventra_search_waits();
CREATE TRIGGER products_other_title AFTER UPDATE OF title_folded ON products FOR EACH ROW
    WHEN (NEW.title_folded <> OLD.title_folded) EXECUTE FUNCTION ventra_search_waits();
"""

# Of the market, so every organisation reads them; only the worker writes.
RIGHTS = """
GRANT SELECT, INSERT, UPDATE, DELETE
    ON search_models, product_search, product_vectors, search_waiting, product_clusters, cluster_waiting TO ventra_worker;
GRANT SELECT ON search_models, product_search, product_vectors, search_waiting, product_clusters TO ventra_app;
GRANT INSERT ON search_waiting TO ventra_app;
"""


def upgrade() -> None:
    """Empty tables; goods that were there before wait for the first look of the job that indexes."""
    for part in (MODELS, INDEX, CLUSTERS, WAKING, RIGHTS):
        op.execute(part)
