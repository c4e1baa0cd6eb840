"""The seller's own shop, as the official Seller API tells it: keys, goods, stock by day, orders, returns, invoices, expenses."""

from alembic import op

revision = "0041"
down_revision = "0040"
oldest_release = "0.1.0"

KEYS = """
CREATE TABLE own_keys (
    org_id     bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    key_id     bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    name       text NOT NULL,
    sealed     bytea NOT NULL,
    tail       text NOT NULL,
    created_by bigint REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    state      text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'ok', 'refused', 'failing')),
    why        text,
    said       text,
    failures   integer NOT NULL DEFAULT 0,
    last_ok_at timestamptz,
    next_at    timestamptz NOT NULL DEFAULT now(),
    leased_until timestamptz,
    PRIMARY KEY (org_id, key_id)
);
CREATE INDEX own_keys_due ON own_keys (next_at) WHERE state <> 'refused';
CREATE INDEX own_keys_created_by ON own_keys (created_by) WHERE created_by IS NOT NULL;

CREATE TABLE own_shops (
    org_id   bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    shop_id  bigint NOT NULL,
    key_id   bigint,
    title    text NOT NULL,
    enabled  boolean NOT NULL DEFAULT true,
    found_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (org_id, shop_id),
    FOREIGN KEY (org_id, key_id) REFERENCES own_keys ON DELETE SET NULL (key_id)
);
CREATE INDEX own_shops_key ON own_shops (org_id, key_id) WHERE key_id IS NOT NULL;

CREATE TABLE own_feeds (
    org_id      bigint NOT NULL,
    key_id      bigint NOT NULL,
    shop_id     bigint NOT NULL,
    feed        text NOT NULL,
    round_at    timestamptz,
    part        smallint NOT NULL DEFAULT 0,
    page        integer NOT NULL DEFAULT 0,
    span_from   timestamptz,
    span_to     timestamptz,
    span_rows   integer NOT NULL DEFAULT 0,
    empty_spans smallint NOT NULL DEFAULT 0,
    back_to     timestamptz,
    whole_at    timestamptz,
    done_at     timestamptz,
    rows        bigint NOT NULL DEFAULT 0,
    failed_at   timestamptz,
    why         text,
    PRIMARY KEY (org_id, key_id, shop_id, feed),
    FOREIGN KEY (org_id, key_id) REFERENCES own_keys ON DELETE CASCADE
);
"""

GOODS = """
CREATE TABLE own_skus (
    org_id         bigint NOT NULL,
    sku_id         bigint NOT NULL,
    shop_id        bigint NOT NULL,
    product_id     bigint NOT NULL,
    product_title  text,
    title          text,
    full_title     text,
    code           text,
    barcode        text,
    category       text,
    size_group     text,
    price          bigint,
    purchase_price bigint,
    commission     double precision,
    fbo            integer,
    fbs            integer,
    sold           integer,
    returned       integer,
    defected       integer,
    missing        integer,
    pending        integer,
    storage_amount bigint,
    archived       boolean,
    blocked        boolean,
    seen_at        timestamptz NOT NULL,
    PRIMARY KEY (org_id, sku_id),
    FOREIGN KEY (org_id, shop_id) REFERENCES own_shops ON DELETE CASCADE
);
CREATE INDEX own_skus_shop ON own_skus (org_id, shop_id, product_id);
CREATE INDEX own_skus_product ON own_skus (org_id, product_id);

CREATE TABLE own_stock_days (
    org_id   bigint NOT NULL,
    sku_id   bigint NOT NULL,
    day      date NOT NULL,
    fbo      integer,
    fbs      integer,
    defected integer,
    missing  integer,
    seen_at  timestamptz NOT NULL,
    PRIMARY KEY (org_id, sku_id, day),
    FOREIGN KEY (org_id, sku_id) REFERENCES own_skus ON DELETE CASCADE
);
CREATE INDEX own_stock_days_day ON own_stock_days (org_id, day);
"""

SOLD = """
CREATE TABLE own_order_items (
    org_id           bigint NOT NULL,
    item_id          bigint NOT NULL,
    order_id         bigint NOT NULL,
    shop_id          bigint NOT NULL,
    product_id       bigint,
    sku_title        text,
    sku_id           bigint,
    product_title    text,
    ordered_at       timestamptz NOT NULL,
    issued_at        timestamptz,
    status           text NOT NULL,
    amount           integer NOT NULL,
    returned         integer NOT NULL,
    cancelled        integer,
    price            bigint,
    purchase_price   bigint,
    commission       bigint,
    profit           bigint,
    logistics        bigint,
    withdrawn        bigint,
    return_cause     text,
    scheme           text CHECK (scheme IN ('FBO', 'FBS', 'DBS')),
    first_seen_at    timestamptz NOT NULL,
    changed_at       timestamptz NOT NULL,
    seen_at          timestamptz NOT NULL,
    PRIMARY KEY (org_id, item_id),
    FOREIGN KEY (org_id, shop_id) REFERENCES own_shops ON DELETE CASCADE
);
CREATE INDEX own_order_items_ordered ON own_order_items (org_id, shop_id, ordered_at);
CREATE INDEX own_order_items_issued ON own_order_items (org_id, shop_id, issued_at) WHERE issued_at IS NOT NULL;
CREATE INDEX own_order_items_sku ON own_order_items (org_id, sku_id, ordered_at) WHERE sku_id IS NOT NULL;
CREATE INDEX own_order_items_order ON own_order_items (org_id, order_id);
CREATE INDEX own_order_items_product ON own_order_items (org_id, product_id) WHERE sku_id IS NULL;

CREATE TABLE own_fbs_orders (
    org_id           bigint NOT NULL,
    order_id         bigint NOT NULL,
    shop_id          bigint NOT NULL,
    scheme           text,
    status           text NOT NULL,
    units            integer,
    price            bigint,
    created_at       timestamptz NOT NULL,
    accept_until     timestamptz,
    deliver_until    timestamptz,
    accepted_at      timestamptz,
    delivering_at    timestamptz,
    delivered_at     timestamptz,
    at_point_at      timestamptz,
    completed_at     timestamptz,
    cancelled_at     timestamptz,
    returned_at      timestamptz,
    cancel_reason    text,
    invoice_number   bigint,
    changed_at       timestamptz NOT NULL,
    seen_at          timestamptz NOT NULL,
    PRIMARY KEY (org_id, order_id),
    FOREIGN KEY (org_id, shop_id) REFERENCES own_shops ON DELETE CASCADE
);
CREATE INDEX own_fbs_orders_created ON own_fbs_orders (org_id, shop_id, created_at);
CREATE INDEX own_fbs_orders_open ON own_fbs_orders (org_id, status, created_at);
"""

MOVED = """
CREATE TABLE own_returns (
    org_id       bigint NOT NULL REFERENCES organisations ON DELETE CASCADE,
    return_id    bigint NOT NULL,
    shop_id      bigint,
    kind         text NOT NULL,
    status       text NOT NULL,
    number       text,
    created_at   timestamptz NOT NULL,
    assembled_at timestamptz,
    completed_at timestamptz,
    cancelled_at timestamptz,
    stock        text,
    storage_from timestamptz,
    storage_to   timestamptz,
    storage      text,
    total        integer,
    packed       integer,
    changed_at   timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL,
    PRIMARY KEY (org_id, return_id),
    FOREIGN KEY (org_id, shop_id) REFERENCES own_shops ON DELETE CASCADE
);
CREATE INDEX own_returns_created ON own_returns (org_id, created_at);
CREATE INDEX own_returns_shop ON own_returns (org_id, shop_id) WHERE shop_id IS NOT NULL;

CREATE TABLE own_return_items (
    org_id         bigint NOT NULL,
    return_id      bigint NOT NULL,
    item_id        bigint NOT NULL,
    sku_id         bigint,
    sku_title      text,
    product_title  text,
    amount         integer,
    packed         integer,
    purchase_price bigint,
    PRIMARY KEY (org_id, return_id, item_id),
    FOREIGN KEY (org_id, return_id) REFERENCES own_returns ON DELETE CASCADE
);
CREATE INDEX own_return_items_sku ON own_return_items (org_id, sku_id) WHERE sku_id IS NOT NULL;

CREATE TABLE own_invoices (
    org_id      bigint NOT NULL,
    invoice_id  bigint NOT NULL,
    shop_id     bigint NOT NULL,
    number      text,
    status      text,
    created_at  timestamptz,
    accepted_at timestamptz,
    stock       text,
    full_price  bigint,
    sent        integer,
    accepted    integer,
    changed_at  timestamptz NOT NULL,
    seen_at     timestamptz NOT NULL,
    PRIMARY KEY (org_id, invoice_id),
    FOREIGN KEY (org_id, shop_id) REFERENCES own_shops ON DELETE CASCADE
);
CREATE INDEX own_invoices_created ON own_invoices (org_id, shop_id, created_at);

CREATE TABLE own_invoice_items (
    org_id         bigint NOT NULL,
    invoice_id     bigint NOT NULL,
    sku_id         bigint NOT NULL,
    product_id     bigint,
    sku_title      text,
    product_title  text,
    sent           integer,
    accepted       integer,
    purchase_price bigint,
    PRIMARY KEY (org_id, invoice_id, sku_id),
    FOREIGN KEY (org_id, invoice_id) REFERENCES own_invoices ON DELETE CASCADE
);
CREATE INDEX own_invoice_items_sku ON own_invoice_items (org_id, sku_id);

CREATE TABLE own_expenses (
    org_id      bigint NOT NULL,
    payment_id  bigint NOT NULL,
    shop_id     bigint NOT NULL,
    name        text,
    source      text,
    kind        text NOT NULL CHECK (kind IN ('OUTCOME', 'INCOME')),
    price       bigint,
    amount      integer,
    status      text NOT NULL,
    code        text,
    created_at  timestamptz NOT NULL,
    service_at  timestamptz,
    updated_at  timestamptz,
    changed_at  timestamptz NOT NULL,
    seen_at     timestamptz NOT NULL,
    PRIMARY KEY (org_id, payment_id),
    FOREIGN KEY (org_id, shop_id) REFERENCES own_shops ON DELETE CASCADE
);
CREATE INDEX own_expenses_service ON own_expenses (org_id, shop_id, service_at);
"""

SAID = {
    "own_keys": (
        "keys of the Seller API that organisations gave; only the worker opens them, and only to read"
    ),
    "own_keys.sealed": "the key, sealed by infra/secrets.py and bound to its row",
    "own_keys.tail": "its last four characters, all that is ever shown of it",
    "own_keys.state": (
        "new: being tried; refused: not asked with again before somebody says so; failing: tried again"
    ),
    "own_keys.why": "why it is refused or failing: a word of shop/own_answers.py",
    "own_keys.said": "what the other side said with it, cut; text of theirs, to be escaped",
    "own_keys.last_ok_at": "when a round was last read to its end",
    "own_shops": "shops that a key opens; deleting one deletes all that was read of it",
    "own_shops.key_id": "null: the key is gone and its data was kept",
    "own_shops.enabled": "false: not read any more; what was read stays, and is left out of sums",
    "own_feeds": (
        "how far each list is read: written with the page it tells of, so that reading goes on there"
    ),
    "own_feeds.shop_id": "0 for lists that are of all shops of a key: returns and invoices",
    "own_feeds.feed": "skus, orders, fbs_orders, returns, invoices or expenses",
    "own_feeds.round_at": "when the round that is being read began; null between rounds",
    "own_feeds.part": "which part is being read: lists of FBS orders come by status",
    "own_feeds.page": "the page to be read next, from 0",
    "own_feeds.span_from": "what time is being read, for lists that are asked by time",
    "own_feeds.empty_spans": "how many spans one after the other held nothing, going back",
    "own_feeds.back_to": "all rows since then have been read at least once",
    "own_feeds.whole_at": "when all of the past had been read; null: still going back",
    "own_feeds.done_at": "when a round was last read to its end",
    "own_feeds.rows": "rows received in all rounds",
    "own_feeds.failed_at": "when this list alone could not be read; null once it could",
    "own_feeds.why": "why this list alone could not be read: a word of shop/own_answers.py",
    "own_skus": "goods of own shops, as last seen; what the API leaves out is null and never 0",
    "own_skus.sku_id": "the marketplace's own number, the same as of variants on the public shelf",
    "own_skus.code": "the seller's own code (sellerItemCode, else article)",
    "own_skus.price": "list price in soʻm",
    "own_skus.purchase_price": (
        "what the seller entered as cost of a unit, soʻm; 0 where nothing was entered is kept as null"
    ),
    "own_skus.commission": "per cent of the price",
    "own_skus.fbo": "units for sale at the marketplace's warehouse",
    "own_skus.fbs": "units for sale at the seller's",
    "own_skus.sold": "units ever sold, by the marketplace's count; so are returned, defected and missing",
    "own_skus.missing": "lost at the warehouse; the marketplace calls the field obsolete",
    "own_skus.pending": "units that wait for being worked on or sent",
    "own_skus.storage_amount": "soʻm of paid storage, as the marketplace shows it",
    "own_skus.size_group": "what storage and logistics are priced by: SMALL, MEDIUM, LARGE or as sent",
    "own_skus.seen_at": "when the API last told of it",
    "own_stock_days": (
        "stock by Tashkent day: the last that was seen on it; a day without a row was not looked at"
    ),
    "own_order_items": "rows of the finance list: all that was sold, FBO and FBS. Nothing of who bought",
    "own_order_items.sku_title": (
        "as sent: the seller's code or the full title of the variant; the list has no number of it"
    ),
    "own_order_items.sku_id": (
        "the variant that sku_title names within the product; null where none or several fit"
    ),
    "own_order_items.ordered_at": "field date; its Tashkent day is the day of the order",
    "own_order_items.issued_at": "field dateIssued: when the buyer got it; null: not yet, or never",
    "own_order_items.status": "TO_WITHDRAW, PROCESSING, CANCELED, PARTIALLY_CANCELLED, or as sent",
    "own_order_items.amount": (
        "units; 0 on rows that were cancelled or returned as a whole: those are kept and count nothing"
    ),
    "own_order_items.returned": "units that came back (amountReturns)",
    "own_order_items.cancelled": "units that were cancelled; null where it is not sent",
    "own_order_items.price": "soʻm of one unit (sellerPrice, live: sellPrice)",
    "own_order_items.purchase_price": (
        "soʻm of one unit, as the seller entered it in the cabinet; null where none"
    ),
    "own_order_items.commission": "soʻm of the whole row",
    "own_order_items.profit": (
        "soʻm of the whole row (sellerProfit): price * amount - commission - logistics, as the "
        "marketplace reckons"
    ),
    "own_order_items.logistics": (
        "soʻm of the whole row (logisticDeliveryFee); live replies often say 0 though profit has it taken off"
    ),
    "own_order_items.withdrawn": "soʻm of the whole row already paid out (withdrawnProfit)",
    "own_order_items.scheme": (
        "FBS or DBS where the order is in own_fbs_orders, FBO where those lists are read and it is not; "
        "null: not known"
    ),
    "own_order_items.seen_at": "when the API last told of it, to the day: a row that stays as it is is written once a day",
    "own_order_items.changed_at": "when any of its values last differed from before",
    "own_fbs_orders": (
        "orders that the seller sends or brings (FBS, DBS) and their times; names, phones and addresses "
        "are dropped at the door"
    ),
    "own_fbs_orders.status": (
        "CREATED, PACKING, PENDING_DELIVERY, DELIVERING, DELIVERED, ACCEPTED_AT_DP, "
        "DELIVERED_TO_CUSTOMER_DELIVERY_POINT, COMPLETED, CANCELED, PENDING_CANCELLATION, RETURNED"
    ),
    "own_fbs_orders.units": "sum of amount over its items; null where none are sent",
    "own_fbs_orders.price": "soʻm of the whole order",
    "own_fbs_orders.delivered_at": "field deliveryDate; at_point_at is deliveredToDeliveryPointDate",
    "own_returns": (
        "goods that go back to the seller from the marketplace's warehouse: papers, not returns of buyers"
    ),
    "own_returns.shop_id": "of the goods in it, for the list names none; null while none of them is known",
    "own_returns.kind": "DEFECTED, RETURN or FBS",
    "own_returns.stock": "name of the warehouse",
    "own_returns.storage_from": "when paid storage of it begins",
    "own_returns.storage": "PENDING, ACTIVE, COMPLETED or EXPIRED",
    "own_returns.packed": "of total, units that were packed to be fetched",
    "own_invoices": "deliveries to the marketplace's warehouse",
    "own_invoices.status": "value of invoiceStatus, as sent",
    "own_invoices.sent": "units that were to go to the warehouse (totalToStock)",
    "own_invoices.accepted": (
        "units that the warehouse accepted (totalAccepted): less than sent is a loss to be claimed"
    ),
    "own_invoice_items.purchase_price": (
        "soʻm of one unit, as the seller entered it for this delivery: what FIFO can go by; null where none"
    ),
    "own_expenses": (
        "what the marketplace charged or gave back, by shop: logistics, storage, promotion, fines"
    ),
    "own_expenses.kind": "OUTCOME: the seller pays; INCOME: given to the seller",
    "own_expenses.price": "soʻm (paymentPrice), as sent: positive in both kinds",
    "own_expenses.amount": "how many units it is for; what price is of (one or all) is not documented",
    "own_expenses.status": "CREATED, CONFIRMED, REFUNDED or CANCELED: the last two cost nothing",
    "own_expenses.service_at": (
        "when the service was given: the day it belongs to; created_at where it is null"
    ),
}
COMMENTS = "".join(
    "COMMENT ON {} {} IS '{}';\n".format("COLUMN" if "." in of else "TABLE", of, text.replace("'", "''"))
    for of, text in SAID.items()
)

OWN = (
    "own_keys", "own_shops", "own_feeds", "own_skus", "own_stock_days", "own_order_items", "own_fbs_orders", "own_returns",
    "own_return_items", "own_invoices", "own_invoice_items", "own_expenses",
)  # fmt: skip
WALLS = "".join(
    f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON {table} TO ventra_app USING (org_id = (SELECT ventra_org()));
CREATE POLICY everything ON {table} TO ventra_worker USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ventra_app, ventra_worker;
"""
    for table in OWN
)

# By which key of ours each is sealed, the doctor counts.
MARKS = """
CREATE POLICY found ON own_keys FOR SELECT TO ventra_gate USING (true);
GRANT SELECT (sealed) ON own_keys TO ventra_gate;
"""

SEQUENCES = """
-- allowed: grants rights, no table is touched
DO $sequences$
BEGIN
    EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO ventra_app, ventra_worker', current_schema());
END
$sequences$;
"""


def upgrade() -> None:
    """New tables alone."""
    for part in (KEYS, GOODS, SOLD, MOVED, COMMENTS, WALLS, MARKS, SEQUENCES):
        op.execute(part)
