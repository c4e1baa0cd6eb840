"""What an organisation says of the products it tracks: marks, notes, tags, lists, and links that show them to anybody."""

from alembic import op

revision = "0019"
down_revision = "0018"
oldest_release = "0.1.0"

MARKS = """
CREATE TABLE marked_products (
    org_id       bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    product_id   bigint NOT NULL,
    mark         text CHECK (mark IN ('mine', 'rival')),
    note         text NOT NULL DEFAULT '',
    changed_at   timestamptz NOT NULL DEFAULT now(),
    untracked_at timestamptz,
    PRIMARY KEY (org_id, product_id)
);
CREATE INDEX marked_products_mark ON marked_products (org_id, mark, product_id) WHERE mark IS NOT NULL;
CREATE INDEX marked_products_untracked ON marked_products (untracked_at) WHERE untracked_at IS NOT NULL;
COMMENT ON TABLE marked_products IS 'what an organisation says of a product; shown while it tracks it, kept a while longer';

CREATE TABLE product_tags (
    org_id     bigint NOT NULL,
    product_id bigint NOT NULL,
    folded     text NOT NULL,
    tag        text NOT NULL,
    PRIMARY KEY (org_id, product_id, folded),
    FOREIGN KEY (org_id, product_id) REFERENCES marked_products ON DELETE CASCADE
);
CREATE INDEX product_tags_folded ON product_tags (org_id, folded, product_id);
COMMENT ON COLUMN product_tags.tag IS 'as the organisation wrote it first; `folded` tells whether two are one';
"""

LISTS = """
CREATE TABLE product_lists (
    org_id     bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    list_id    bigint GENERATED ALWAYS AS IDENTITY,
    name       text NOT NULL,
    folded     text NOT NULL,
    made_at    timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    PRIMARY KEY (org_id, list_id)
);
CREATE UNIQUE INDEX product_lists_name ON product_lists (org_id, folded) WHERE deleted_at IS NULL;
CREATE INDEX product_lists_deleted ON product_lists (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE TABLE listed_products (
    org_id     bigint NOT NULL,
    list_id    bigint NOT NULL,
    product_id bigint NOT NULL,
    added_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, list_id, product_id),
    FOREIGN KEY (org_id, list_id) REFERENCES product_lists ON DELETE CASCADE,
    FOREIGN KEY (org_id, product_id) REFERENCES marked_products ON DELETE CASCADE
);
CREATE INDEX listed_products_product ON listed_products (org_id, product_id);
"""

LINKS = """
CREATE TABLE share_links (
    org_id     bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    link_id    bigint GENERATED ALWAYS AS IDENTITY,
    digest     bytea NOT NULL UNIQUE,
    list_id    bigint,
    made_by    bigint REFERENCES users ON DELETE SET NULL,
    made_at    timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    opened     integer NOT NULL DEFAULT 0,
    opened_at  timestamptz,
    PRIMARY KEY (org_id, link_id),
    FOREIGN KEY (org_id, list_id) REFERENCES product_lists ON DELETE CASCADE
);
CREATE INDEX share_links_list ON share_links (org_id, list_id);
CREATE INDEX share_links_made_by ON share_links (made_by);
CREATE INDEX share_links_expires ON share_links (expires_at);
COMMENT ON COLUMN share_links.digest IS 'of the secret, which nobody keeps';
COMMENT ON COLUMN share_links.list_id IS 'none: the whole watchlist';
"""

# The gate finds whose a link is, and no more of it; everything else is done as that organisation.
WALLS = """
-- allowed: only tables that this revision makes
DO $walls$
DECLARE
    one text;
BEGIN
    FOREACH one IN ARRAY ARRAY['marked_products', 'product_tags', 'product_lists', 'listed_products', 'share_links'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', one);
        EXECUTE format('CREATE POLICY own ON %I TO ventra_app USING (org_id = (SELECT ventra_org()))', one);
        EXECUTE format('CREATE POLICY everything ON %I TO ventra_worker USING (true)', one);
    END LOOP;
END
$walls$;
CREATE POLICY found ON share_links FOR SELECT TO ventra_gate USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON marked_products, product_tags, listed_products TO ventra_app;
GRANT SELECT, INSERT, UPDATE ON product_lists, share_links TO ventra_app;
GRANT SELECT (org_id, link_id, digest, expires_at, revoked_at) ON share_links TO ventra_gate;
REVOKE INSERT, UPDATE ON product_lists, share_links FROM ventra_worker;
-- allowed: grants rights, no table is touched
DO $sequences$
BEGIN
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_app', current_schema());
END
$sequences$;
"""


def upgrade() -> None:
    """New tables only: nothing that is there is touched."""
    for part in (MARKS, LISTS, LINKS, WALLS):
        op.execute(part)
