"""All tables to take home. A further one is a module with a `Table`, and a place in this list."""

from __future__ import annotations

from ventra.errors import NotFound
from ventra.exports.alerts import ALERTS
from ventra.exports.category_days import CATEGORY_DAYS
from ventra.exports.niches import NICHES
from ventra.exports.own_lists import OWN_LOSSES, OWN_PURCHASES
from ventra.exports.own_sums import OWN_DAYS, OWN_GOODS
from ventra.exports.products import PRODUCTS, WATCHLIST
from ventra.exports.rising import RISING
from ventra.exports.sales_days import SALES_DAYS
from ventra.exports.table import Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        PRODUCTS, WATCHLIST, SALES_DAYS, CATEGORY_DAYS, RISING, NICHES, ALERTS, OWN_DAYS, OWN_GOODS, OWN_PURCHASES, OWN_LOSSES,
    )
}  # fmt: skip


class NoSuchTable(NotFound):
    """An export that there is not; `field` is the place that names it."""

    def __init__(self, name: str, field: str) -> None:
        super().__init__(f"there is no export {name[:80]}: there are {', '.join(TABLES)}")
        self.field = field


def table_of(name: str, *, field: str) -> Table:
    """A table by its name. Raises `NoSuchTable`."""
    if name not in TABLES:
        raise NoSuchTable(name, field)
    return TABLES[name]
