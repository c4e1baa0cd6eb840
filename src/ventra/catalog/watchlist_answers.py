"""What the routes of the watchlist take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from ventra.catalog.answers import ProductList, ProductRow
from ventra.catalog.store.facets import CategoryFacet, Facets, SellerFacet
from ventra.catalog.store.marks import Mark, TagRow
from ventra.catalog.store.named_lists import ListRow
from ventra.catalog.store.share_links import ShareLink

__all__ = ["CategoryFacet", "Facets", "ListRow", "Mark", "SellerFacet", "ShareLink", "TagRow"]

MOST_IDS = 500
ProductId = Annotated[int, Meta(ge=0, le=2**63 - 1)]
ProductIds = Annotated[list[ProductId], Meta(min_length=1, max_length=MOST_IDS)]
ListId = Annotated[int, Meta(ge=1, le=2**63 - 1)]
Text = Annotated[str, Meta(max_length=4000)]
Tags = Annotated[list[Annotated[str, Meta(max_length=200)]], Meta(max_length=40)]
Name = Annotated[str, Meta(max_length=200)]


class WatchedProduct(ProductRow, frozen=True, kw_only=True):
    """A tracked product with what the organisation says of it, and the lists it is in."""

    mark: Mark | None
    note: str
    tags: list[str]
    lists: list[int]


class Watchlist(Struct, frozen=True):
    """A page of tracked products; `total` counts all that match."""

    items: list[WatchedProduct]
    next_cursor: str | None
    total: int


class SaidOfProduct(Struct, frozen=True):
    """What the organisation says of a product."""

    product_id: int
    mark: Mark | None
    note: str
    tags: list[str]
    lists: list[int]


class Saying(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to say of a product from now on; what is left out stays. `tags` are all it has from then on."""

    mark: Mark | UnsetType | None = UNSET
    note: Text | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET


class SayingOfMany(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to say of many products at once; what is left out stays."""

    product_ids: ProductIds
    mark: Mark | UnsetType | None = UNSET
    add_tags: Tags = []
    remove_tags: Tags = []


class ManyProducts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Products, at most 500."""

    product_ids: ProductIds


class ManyDone(Struct, frozen=True):
    """For which products it is done, and which are unknown: never met, or not tracked where that is needed."""

    done: list[int]
    unknown: list[int]


class TagList(Struct, frozen=True):
    """The organisation's tags, those of most products first."""

    items: list[TagRow]


class ListName(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a list is called."""

    name: Name


class ListMade(Struct, frozen=True):
    """The number of a list."""

    list_id: int


class NamedLists(Struct, frozen=True):
    """Lists by name; those deleted that can be restored come last."""

    items: list[ListRow]


class ShareWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a link shows, a list or the whole watchlist, and for how many days."""

    list_id: ListId | None = None
    days: Annotated[int, Meta(ge=1, le=90)] = 7


class ShareMade(Struct, frozen=True):
    """A link, shown this once: whoever has it can read what it shows, without an account."""

    link_id: int
    link: str
    expires_at: datetime


class ShareLinks(Struct, frozen=True):
    """Links, the newest first."""

    items: list[ShareLink]


class SharedWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A link's secret, and which page of what it shows."""

    secret: Annotated[str, Meta(min_length=8, max_length=200)]
    sort: Annotated[str, Meta(max_length=20)] = "-units_7"
    limit: Annotated[int, Meta(ge=1, le=500)] = 50
    cursor: Annotated[str, Meta(max_length=1000)] | None = None


class SharedHead(Struct, frozen=True):
    """Whose list a link shows, and until when; `list_name`: none for a whole watchlist. Whoever has the link can read it."""

    organisation: str
    list_name: str | None
    expires_at: datetime
    public: Literal[True] = True


class SharedList(ProductList, frozen=True, kw_only=True):
    """A page of products that a link shows, with what is public of them and nothing of what the organisation says."""

    organisation: str
    list_name: str | None
    expires_at: datetime
    public: Literal[True]
