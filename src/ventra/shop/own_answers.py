"""What the connection to one's own shop answers over HTTP: typed values that are the OpenAPI schema as well."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

OwnKeyState = Literal["new", "ok", "refused", "failing"]
OwnFeedName = Literal["skus", "orders", "fbs_orders", "returns", "invoices", "expenses"]
OwnWhy = Literal[
    "key_refused",
    "no_right",
    "throttled",
    "timed_out",
    "changed",
    "challenged",
    "failed",
    "unreadable",
    "off",
]
ShopNumber = Annotated[int, Meta(ge=1, le=2**63 - 1)]
KeyName = Annotated[str, Meta(max_length=200)]
KeyText = Annotated[str, Meta(min_length=8, max_length=4000)]


class OwnKeyWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key of the Seller API, as the cabinet shows it, and what it is to be called."""

    name: KeyName
    key: KeyText


class OwnKeyChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays. `key`: another in its place, which goes on where the one before left off; `again`: try it now."""

    name: KeyName | None = None
    key: KeyText | None = None
    again: bool = False


class OwnShopChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether a shop is read. One that is not keeps what was read of it, and is left out of sums."""

    enabled: bool


class OwnFeed(Struct, frozen=True, kw_only=True):
    """How far a list of a shop, or of all shops of a key, is read.

    `back_to`: all rows since then have been read. `whole`: nothing older is left to read. `rows`: received in all rounds.
    `why`: this list alone cannot be read.
    """

    feed: OwnFeedName
    shop_id: int | None
    reading: bool
    back_to: datetime | None
    whole: bool
    done_at: datetime | None
    rows: int
    why: OwnWhy | None


class OwnKey(Struct, frozen=True, kw_only=True):
    """A key, without the key: `tail` is its last four characters. `said`: the words of the Seller API when it refused."""

    key_id: int
    name: str
    tail: str
    state: OwnKeyState
    why: OwnWhy | None
    said: str | None
    made_at: datetime
    made_by: str | None
    last_ok_at: datetime | None
    next_at: datetime | None
    feeds: list[OwnFeed]


class OwnShop(Struct, frozen=True, kw_only=True):
    """A shop that a key opens, or opened: without a key (`key_id` null) it is not read any more. `skus`: variants known."""

    shop_id: int
    title: str
    key_id: int | None
    enabled: bool
    skus: int
    order_items: int
    first_order_at: datetime | None
    last_order_at: datetime | None


class OwnKeys(Struct, frozen=True):
    """The keys, the oldest first; `most` are allowed."""

    items: list[OwnKey]
    most: int


class OwnShops(Struct, frozen=True, kw_only=True):
    """Keys and shops of the organisation, and whether anything was read yet."""

    keys: list[OwnKey]
    shops: list[OwnShop]
    most_keys: int
    ready: bool
