"""What of every table goes into an organisation's own file, and what does not and why: a new table is decided here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PERSONS = frozenset({"made_by", "asked_by", "decided_by", "changed_by", "user_id"})
"""Columns of an organisation's rows that name a person: the owner who takes it home stays, anybody else is left out of them."""
GOODS = ("product_id", "rival_id")
"""Columns of an organisation's rows that name a product."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Which rows of a table go: the `organisation`'s, or public ones by what its rows name, and `only` those.

    `instead` writes columns another way, `without` leaves them to their defaults; both end with leases and with what others do.
    Of what services fill by themselves (`shared`), rows that are there already stay.
    """

    by: str = "organisation"
    only: str = "true"
    instead: Mapping[str, str] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    shared: bool = False


_LEASE = frozenset({"lease", "leased_until"})
_GOODS = Taken("goods")

TAKEN: Mapping[str, Taken] = {
    "trackers": Taken(),
    "shop_followers": Taken(),
    "marked_products": Taken(),
    "product_tags": Taken(),
    "product_lists": Taken(),
    "listed_products": Taken(),
    "saved_views": Taken(only="(t.user_id IS NULL OR t.user_id = {owner_id})"),
    "alert_rules": Taken(instead={"channels": "CASE WHEN t.channels IS NOT NULL THEN '{{}}'::bigint[] END"}),
    "alert_mutes": Taken(),
    "alert_states": Taken(),
    "alerts": Taken(),
    "alert_reads": Taken(only="t.user_id = {owner_id}"),
    "score_recipes": Taken(),
    "niche_recipes": Taken(),
    "rival_choices": Taken(),
    "watched_queries": Taken(),
    "reorder_terms": Taken(),
    "announced_sales": Taken(),
    "own_rates": Taken(),
    "cost_scenarios": Taken(),
    "foreign_presets": Taken(),
    "report_schedules": Taken(),
    "own_shops": Taken(instead={"key_id": "NULL::bigint"}),
    **dict.fromkeys(
        (
            "own_claims",
            "own_expenses",
            "own_fbs_orders",
            "own_fit_switches",
            "own_fits",
            "own_invoice_items",
            "own_invoices",
            "own_order_items",
            "own_purchases",
            "own_return_items",
            "own_returns",
            "own_skus",
            "own_stock_days",
        ),
        Taken(),
    ),
    "supplier_requests": Taken(without=frozenset({"leased_until"})),
    "price_lists": Taken(without=frozenset({"leased_until"})),
    "supplier_offers": Taken(),
    "offer_matches": Taken(),
    **dict.fromkeys(
        (
            "products",
            "product_latest",
            "variants",
            "product_moves",
            "observations",
            "sku_observations",
            "sales_days",
            "sku_sales_days",
            "sales_events",
            "sales_spans",
            "sales_touched",
            "sales_figures",
            "product_outlooks",
            "outlook_days",
            "forecasts_kept",
            "product_scores",
            "category_members",
        ),
        _GOODS,
    ),
    "watch": Taken(
        "goods",
        # Whether somebody else tracks it is nobody's business.
        instead={
            "tracked": "EXISTS (SELECT FROM trackers r WHERE r.org_id = {org_id} AND r.product_id = t.product_id)"
        },
        without=_LEASE,
    ),
    "categories": Taken("categories"),
    "category_days": Taken("categories"),
    "category_outlooks": Taken("categories"),
    "score_leaves": Taken("categories"),
    "sellers": Taken("sellers"),
    "seller_outlooks": Taken("sellers"),
    "outlook_group_days": Taken("groups"),
    "followed_shops": Taken("shops", without=_LEASE),
    "followed_products": Taken("shops"),
    "search_texts": Taken("queries", without=frozenset({"leased_until"})),
    "search_looks": Taken("queries"),
    "profiles": Taken("everything"),
    "currency_rates": Taken("everything", shared=True),
    "rate_days": Taken("everything", shared=True),
    "outlook_runs": Taken("everything", shared=True),
    "outlook_progress": Taken("everything", shared=True),
}
"""What goes. Rows keep their numbers: the installation they come to is empty."""

_MADE_ANEW = "it is made again from what is in the file"
_PROVES = "it opens doors here: it is given or made anew there"
_OPERATOR = "it is of the installation, and no organisation's"
LEFT: Mapping[str, str] = {
    "organisations": "the manifest says its name; it gets a number of its own there, and the plan of its operator",
    "members": "the manifest says who they are; they are invited again",
    "users": "the manifest says who the members are; what proves them stays here",
    "audit_log": "it names people and addresses, and is downloaded by itself",
    "alert_channels": "chats, addresses and signing secrets belong to their owners, who add them anew",
    "own_keys": "a key of the Seller API is sealed for this installation, and is given anew",
    "own_feeds": "they say how far a key has read, and begin with the key given there",
    "report_schedule_channels": "channels are not in the file",
    "reports": "they are made again when somebody asks, and by their schedules",
    "alert_deliveries": "they went to channels that are not in the file",
    "supplier_calls": "they count against the keys of this installation",
    **dict.fromkeys(
        (
            "invitations",
            "api_keys",
            "share_links",
            "alert_group_codes",
            "sessions",
            "one_use_links",
            "passkeys",
            "recovery_codes",
            "letters",
            "telegram_chats",
        ),
        _PROVES,
    ),
    **dict.fromkeys(
        (
            "search_models",
            "product_search",
            "product_vectors",
            "product_vectors_next",
            "search_waiting",
            "product_clusters",
            "cluster_waiting",
            "cluster_months",
            "cluster_months_made",
            "embedded_titles",
            "picture_hashes",
            "niches",
            "rising",
            "cards",
            "category_touched",
        ),
        _MADE_ANEW,
    ),
    "home_files": "they are files such as this one",
    "home_parts": "they are files such as this one",
    "supplier_answers": "they are kept for a day, and asked for again",
    "accuracy_results": "each installation measures its own",
    "forecast_scores": "each installation measures its own",
    **dict.fromkeys(
        (
            "alarms",
            "alembic_version",
            "backups",
            "discovery",
            "disk_samples",
            "import_parts",
            "import_rejects",
            "imports",
            "installation",
            "job_failures",
            "job_schedule",
            "outside_sources",
            "plans",
            "quarantine",
            "schema_history",
            "search_space",
            "shelves",
            "sources",
            "status_hours",
            "status_parts",
            "telegram_pollers",
            "unknown_fields",
            "visit_counts",
        ),
        _OPERATOR,
    ),
}
"""What does not go, and why."""
ANEW = (
    "passwords, sessions, second factors and passkeys of people; members come by the links of their invitations",
    "channels that alerts are brought to (Telegram, e-mail, webhooks) with their secrets; rules and reports name none now",
    "keys of the Seller API; what they have read of the own shop is in the file",
    "API keys and share links",
)
"""What people have to give again, in words."""
