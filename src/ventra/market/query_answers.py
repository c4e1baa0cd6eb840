"""What watched queries and positions answer over HTTP: typed values that are the OpenAPI schema too. Terms: docs/rivals.md."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from ventra.core.product import Titles

SearchLanguage = Literal["uz", "ru"]
QueryText = Annotated[str, Meta(max_length=200)]


class QueryWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is searched for in Uzbek, in Russian, or both: the two forms of one query."""

    text_uz: QueryText | None = None
    text_ru: QueryText | None = None


class RankedProduct(Struct, frozen=True, kw_only=True):
    """A tracked product with its rank at the last look, and at the one a week or more before (null: not among those seen)."""

    product_id: int
    titles: Titles
    rank: int | None
    rank_before: int | None


class QueryForm(Struct, frozen=True, kw_only=True):
    """A form of a query: when it was looked up last, how many products that showed, and where tracked ones stood among them.

    `state` is `waiting` before the first look, `failing` where the last try brought no answer. `ideas` are what the marketplace
    suggests after this text: what people may search for, without a volume, which nobody outside knows.
    """

    language: SearchLanguage
    text: str
    state: Literal["waiting", "seen", "failing"]
    seen_at: datetime | None
    before_at: datetime | None
    shown: int
    total: int | None
    products: list[RankedProduct]
    ideas: list[str]


class WatchedQuery(Struct, frozen=True, kw_only=True):
    """A query that an organisation watches."""

    query_id: int
    forms: list[QueryForm]
    made_at: datetime


class WatchedQueries(Struct, frozen=True):
    """All of an organisation's queries, the newest first."""

    items: list[WatchedQuery]


class PositionLook(Struct, frozen=True, gc=False):
    """Where a product stood at a look, from 1; null: not among the `shown` first products."""

    seen_at: datetime
    rank: int | None
    shown: int


class Position(Struct, frozen=True, kw_only=True):
    """A product's ranks in one form of a watched query, oldest first."""

    query_id: int
    language: SearchLanguage
    text: str
    looks: list[PositionLook]


class Positions(Struct, frozen=True):
    """Forms in which the product stood among those shown at least once come first."""

    product_id: int
    items: list[Position]
