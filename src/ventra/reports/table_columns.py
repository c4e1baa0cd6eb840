"""The columns of the watchlist as a file: what each is called, what kind its cells are, and where they come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ventra.catalog.answers import ProductRow
from ventra.catalog.store.marks import Said
from ventra.core.day import TASHKENT
from ventra.core.estimate import Estimate, Figures
from ventra.core.product import Titles
from ventra.core.texts import RU, Language, say
from ventra.errors import BadInput
from ventra.reports.table_texts import TABLE_TEXTS

Cell = str | int | float | datetime | None
"""`None` is unknown; a `datetime` is Tashkent's, without its zone."""
Kind = Literal["text", "id", "count", "units", "change", "stars", "instant"]
Row = tuple[ProductRow, Said]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of the file; `part` is the key of what the heading of an estimate adds."""

    heading: str
    kind: Kind
    cell: Callable[[Row, Language], Cell]
    part: str | None = None

    def called(self, language: Language) -> str:
        """Its heading."""
        name = say(TABLE_TEXTS, f"col.{self.heading}", language)
        return name if self.part is None else say(TABLE_TEXTS, f"part.{self.part}", language, heading=name)


def title_of(titles: Titles | None, language: Language) -> str | None:
    """A name of the marketplace in the reader's language, where it has one in it."""
    if titles is None:
        return None
    return (titles.ru or titles.uz) if language == RU else (titles.uz or titles.ru)


def instant(at: datetime | None) -> datetime | None:
    """An instant as Tashkent's clock shows it, to the second."""
    return None if at is None else at.astimezone(TASHKENT).replace(tzinfo=None, microsecond=0)


def _estimate(
    name: str, kind: Kind, of: Callable[[Figures], Estimate], *, until: bool = False
) -> tuple[Field, ...]:
    def basis(row: Row, language: Language) -> Cell:
        return say(TABLE_TEXTS, f"basis.{of(row[0].figures).basis}", language)

    fields = (
        Field(name, kind, lambda row, _: _number(of(row[0].figures).point, kind)),
        Field(name, kind, lambda row, _: _number(of(row[0].figures).low, kind), "low"),
        Field(name, kind, lambda row, _: _number(of(row[0].figures).high, kind), "high"),
        Field(name, "text", basis, "basis"),
    )
    if not until:
        return fields
    return (*fields, Field(name, "instant", lambda row, _: instant(of(row[0].figures).through), "until"))


def _number(value: float | None, kind: Kind) -> Cell:
    return value if value is None or kind == "units" else round(value)


def _word(name: str, key: Callable[[Row], str | None]) -> Field:
    def cell(row: Row, language: Language) -> Cell:
        found = key(row)
        return None if found is None else say(TABLE_TEXTS, f"{name}.{found}", language)

    return Field(name, "text", cell)


FIXED = (
    Field("id", "id", lambda row, _: row[0].product_id),
    Field("title", "text", lambda row, language: title_of(row[0].titles, language)),
    _word("state", lambda row: row[0].state),
)
"""Every file begins with these."""
TITLE = "title"
COLUMNS: dict[str, tuple[Field, ...]] = {
    "mark": (_word("mark", lambda row: row[1].mark),),
    "price": (Field("price", "count", lambda row, _: row[0].price_uzs),),
    "list_price": (Field("list_price", "count", lambda row, _: row[0].list_price_uzs),),
    "stock": (Field("stock", "count", lambda row, _: row[0].stock),),
    "units_today": _estimate("units_today", "units", lambda figures: figures.today, until=True),
    "units_1": _estimate("units_1", "units", lambda figures: figures.day_1),
    "units_7": _estimate("units_7", "units", lambda figures: figures.days_7),
    "units_28": _estimate("units_28", "units", lambda figures: figures.days_28),
    "revenue_1": _estimate("revenue_1", "count", lambda figures: figures.revenue_1),
    "revenue_7": _estimate("revenue_7", "count", lambda figures: figures.revenue_7),
    "revenue_28": _estimate("revenue_28", "count", lambda figures: figures.revenue_28),
    "growth": (
        Field("growth", "change", lambda row, _: row[0].figures.growth_7.point),
        Field("growth", "change", lambda row, _: row[0].figures.growth_7.low, "low"),
        Field("growth", "change", lambda row, _: row[0].figures.growth_7.high, "high"),
    ),
    "orders": (Field("orders", "count", lambda row, _: row[0].orders_total),),
    "reviews": (Field("reviews", "count", lambda row, _: row[0].reviews_total),),
    "rating": (Field("rating", "stars", lambda row, _: row[0].rating),),
    "seller": (Field("seller", "text", lambda row, _: row[0].seller.title if row[0].seller else None),),
    "category": (
        Field(
            "category",
            "text",
            lambda row, language: title_of(row[0].category.titles if row[0].category else None, language),
        ),
    ),
    "tags": (Field("tags", "text", lambda row, _: ", ".join(row[1].tags) or None),),
    "note": (Field("note", "text", lambda row, _: row[1].note or None),),
    "first_seen": (Field("first_seen", "instant", lambda row, _: instant(row[0].first_seen)),),
    "seen": (Field("seen", "instant", lambda row, _: instant(row[0].seen_at)),),
}
"""By the names that the page's address has for them."""
DEFAULT = ("price", "units_7", "units_1", "units_today", "revenue_7", "stock", "seen")


def fields_of(columns: str | None) -> tuple[Field, ...]:
    """The columns of a file: those asked for, commas between them, in their order; as the page begins where none are.

    Raises `BadInput` for one that there is not, or that is there twice.
    """
    names = DEFAULT if columns is None else tuple(columns.split(","))
    unknown = [name for name in names if name != TITLE and name not in COLUMNS]
    if unknown or len(set(names)) < len(names):
        raise BadInput(f"columns are {', '.join((TITLE, *COLUMNS))}, each at most once", field="columns")
    return (*FIXED, *(field for name in names if name != TITLE for field in COLUMNS[name]))


def cells(fields: Iterable[Field], row: Row, language: Language) -> list[Cell]:
    """A row of the file."""
    return [field.cell(row, language) for field in fields]
