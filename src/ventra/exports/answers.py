"""What the routes of exports take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from ventra.core.texts import Language
from ventra.exports.columns import Type, Unit
from ventra.exports.filters import Filters

MOST_DAYS = 365


class ExportColumn(Struct, frozen=True, kw_only=True):
    """A column: what it is called in Parquet and, in the reader's language, elsewhere. `private`: in no address for everybody."""

    name: str
    title: str
    type: Type
    unit: Unit | None
    private: bool


class ExportChoice(Struct, frozen=True):
    """Columns that are chosen together, by this name."""

    name: str
    columns: list[ExportColumn]


class ExportTable(Struct, frozen=True, kw_only=True):
    """A table to take home: what it is narrowed by, its orders, the columns that stand in each file, and those to choose from.

    `shared`: an address may show it.
    """

    name: str
    title: str
    filters: list[str]
    sorts: list[str]
    sort: str
    fixed: list[ExportColumn]
    choices: list[ExportChoice]
    default: list[str]
    shared: bool


class ExportTables(Struct, frozen=True):
    """All tables there are."""

    items: list[ExportTable]


class ExportLinkWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an address shows: a table, narrowed, in an order, its `columns` with commas between them; for how many days."""

    table: Annotated[str, Meta(max_length=40)]
    filters: Filters = field(default_factory=Filters)
    sort: Annotated[str, Meta(max_length=20)] | None = None
    columns: Annotated[str, Meta(max_length=600)] | None = None
    language: Language = "uz"
    name: Annotated[str, Meta(max_length=200)] = ""
    days: Annotated[int, Meta(ge=1, le=MOST_DAYS)] = 90


class ExportLinkMade(Struct, frozen=True):
    """An address, shown this once: whoever has it gets the table as CSV, without an account."""

    link_id: int
    url: str
    expires_at: datetime


class ExportLink(Struct, frozen=True, kw_only=True):
    """An address as its organisation sees it. `opened`: how often, and when last. `ended`: its maker is no longer a member."""

    link_id: int
    name: str
    table: str
    filters: Filters
    sort: str
    columns: str | None
    language: Language
    made_by: str
    made_at: datetime
    expires_at: datetime
    opened: int
    opened_at: datetime | None
    state: Literal["open", "revoked", "expired", "ended"]


class ExportLinks(Struct, frozen=True):
    """The newest first."""

    items: list[ExportLink]
