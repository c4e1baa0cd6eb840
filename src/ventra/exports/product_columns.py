"""Columns of products: what lists of them show, and what an organisation says of those it tracks."""

from __future__ import annotations

from collections.abc import Callable

from ventra.catalog.answers import MARKET_URL, ProductRow
from ventra.catalog.store.marks import Said
from ventra.core.estimate import Estimate, Figures
from ventra.core.texts import Language
from ventra.exports.columns import Cell, Column, Type, Unit, title_of, with_ends, word

Row = tuple[ProductRow, Said]


def _figure(
    name: str, type_: Type, unit: Unit, of: Callable[[Figures], Estimate], *, until: bool = False
) -> tuple[Column, ...]:
    return with_ends(name, type_, lambda row: of(row[0].figures), unit=unit, until=until)


def _plain(
    name: str, type_: Type, cell: Callable[[Row], Cell], unit: Unit | None = None, *, private: bool = False
) -> tuple[Column, ...]:
    def found(row: Row, _: Language) -> Cell:
        return cell(row)

    return (Column(name, f"col.{name}", type_, found, unit, private=private),)


def _category(row: Row, language: Language) -> Cell:
    return title_of(row[0].category.titles if row[0].category else None, language)


FIXED: tuple[Column, ...] = (
    Column("id", "col.id", "int", lambda row, _: row[0].product_id, "id"),
    Column("title", "col.title", "text", lambda row, language: title_of(row[0].titles, language)),
    word("state", lambda row: row[0].state),
)
"""Every file of products begins with these."""
SHELF: dict[str, tuple[Column, ...]] = {
    "price": _plain("price", "int", lambda row: row[0].price_uzs, "uzs"),
    "list_price": _plain("list_price", "int", lambda row: row[0].list_price_uzs, "uzs"),
    "stock": _plain("stock", "int", lambda row: row[0].stock, "units"),
    "units_today": _figure("units_today", "decimal", "units", lambda figures: figures.today, until=True),
    "units_1": _figure("units_1", "decimal", "units", lambda figures: figures.day_1),
    "units_7": _figure("units_7", "decimal", "units", lambda figures: figures.days_7),
    "units_28": _figure("units_28", "decimal", "units", lambda figures: figures.days_28),
    "revenue_1": _figure("revenue_1", "int", "uzs", lambda figures: figures.revenue_1),
    "revenue_7": _figure("revenue_7", "int", "uzs", lambda figures: figures.revenue_7),
    "revenue_28": _figure("revenue_28", "int", "uzs", lambda figures: figures.revenue_28),
    "growth": with_ends("growth", "decimal", lambda row: row[0].figures.growth_7, unit="change", basis=False),
    "orders": _plain("orders", "int", lambda row: row[0].orders_total),
    "reviews": _plain("reviews", "int", lambda row: row[0].reviews_total),
    "rating": _plain("rating", "decimal", lambda row: row[0].rating, "stars"),
    "seller": _plain("seller", "text", lambda row: row[0].seller.title if row[0].seller else None),
    "category": (Column("category", "col.category", "text", _category),),
    "first_seen": _plain("first_seen", "instant", lambda row: row[0].first_seen),
    "seen": _plain("seen", "instant", lambda row: row[0].seen_at),
    "url": _plain("url", "url", lambda row: MARKET_URL.format(product_id=row[0].product_id)),
}
"""By the names that the page's address has for them."""
TRACKED = _plain("tracked", "bool", lambda row: row[0].tracked, private=True)
SAID: dict[str, tuple[Column, ...]] = {
    "mark": (word("mark", lambda row: row[1].mark, private=True),),
    "tags": _plain("tags", "text", lambda row: ", ".join(row[1].tags) or None, private=True),
    "note": _plain("note", "text", lambda row: row[1].note or None, private=True),
}
"""What an organisation wrote itself."""
DEFAULT = ("price", "units_7", "units_1", "units_today", "revenue_7", "stock", "seen")
