"""Shelves: categories cut into what one search can show. And shops that somebody follows."""

from alembic import op

revision = "0007"
down_revision = "0006"
oldest_release = "0.1.0"

SHELVES = """
CREATE TABLE shelves (
    category_id       bigint NOT NULL,
    price_from        bigint NOT NULL DEFAULT 0 CHECK (price_from >= 0),
    price_below       bigint NOT NULL DEFAULT 2147483648,
    leaf_id           bigint NOT NULL,
    listed_at         timestamptz NOT NULL,
    due_at            timestamptz NOT NULL,
    lease             bigint NOT NULL DEFAULT 0,
    leased_until      timestamptz,
    split             boolean NOT NULL DEFAULT false,
    next_offset       integer NOT NULL DEFAULT 0 CHECK (next_offset >= 0),
    list_order        smallint NOT NULL DEFAULT 0 CHECK (list_order >= 0),
    cards_total       bigint,
    found             bigint NOT NULL DEFAULT 0,
    newcomers         bigint NOT NULL DEFAULT 0,
    other_cards       bigint NOT NULL DEFAULT 0,
    missed            bigint NOT NULL DEFAULT 0,
    every_seconds     integer NOT NULL DEFAULT 86400 CHECK (every_seconds > 0),
    failures          integer NOT NULL DEFAULT 0,
    walked_at         timestamptz,
    filter_ignored_at timestamptz,
    PRIMARY KEY (category_id, price_from, price_below),
    CHECK (price_from < price_below)
);
CREATE INDEX shelves_due ON shelves (due_at, category_id, price_from);
CREATE INDEX shelves_listed ON shelves (listed_at);
CREATE INDEX shelves_of_a_leaf ON shelves (leaf_id);
COMMENT ON TABLE shelves IS 'what discovery pages: a category and a range of prices [price_from, price_below) within it';
COMMENT ON COLUMN shelves.leaf_id IS 'the leaf of the category tree it belongs to; differs where a search lists sub-categories';
COMMENT ON COLUMN shelves.listed_at IS 'when the category tree last showed that leaf';
COMMENT ON COLUMN shelves.split IS 'holds more than a search shows: its parts are paged, itself is only looked at';
COMMENT ON COLUMN shelves.list_order IS 'in which order it is being paged; above 0 only where it cannot be split further';
COMMENT ON COLUMN shelves.newcomers IS 'products that this walk began to watch';
COMMENT ON COLUMN shelves.other_cards IS 'cards of a kind that names no product, in this walk';
COMMENT ON COLUMN shelves.missed IS 'results that the last walk may not have seen, at most';
COMMENT ON COLUMN shelves.filter_ignored_at IS 'when the marketplace was last found to ignore our price filter here';
"""

FOLLOWED_SHOPS = """
CREATE TABLE followed_shops (
    slug         text PRIMARY KEY,
    state        text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'walking', 'done', 'unknown', 'failed')),
    seller_id    bigint,
    title        text,
    found        bigint NOT NULL DEFAULT 0,
    missed       bigint NOT NULL DEFAULT 0,
    cards_total  bigint,
    next_offset  integer NOT NULL DEFAULT 0 CHECK (next_offset >= 0),
    lease        bigint NOT NULL DEFAULT 0,
    leased_until timestamptz,
    due_at       timestamptz NOT NULL DEFAULT now(),
    asked_at     timestamptz NOT NULL DEFAULT now(),
    walked_at    timestamptz,
    failures     integer NOT NULL DEFAULT 0
);
CREATE INDEX followed_shops_due ON followed_shops (due_at, slug);
CREATE TABLE followed_products (
    slug       text NOT NULL REFERENCES followed_shops ON DELETE CASCADE,
    product_id bigint NOT NULL,
    PRIMARY KEY (slug, product_id)
);
COMMENT ON TABLE followed_products IS 'what a followed shop has shown: a product has several cards and counts once';
COMMENT ON TABLE followed_shops IS 'shops whose goods are all tracked, and how far each has been paged';
COMMENT ON COLUMN followed_shops.state IS 'unknown: the marketplace knows no shop of that name; failed: the last walk broke off';
COMMENT ON COLUMN followed_shops.found IS 'goods that its walks have shown';
COMMENT ON COLUMN followed_shops.missed IS 'results that the last walk may not have seen, at most';
"""


def upgrade() -> None:
    """New tables only: nothing that is there is touched, and the release before goes on with `discovery`."""
    op.execute(SHELVES)
    op.execute(FOLLOWED_SHOPS)
