"""Rows of products as the values that leave the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ventra.catalog.answers import CategoryName, ProductRow, SellerName, photo_url
from ventra.core.basis import NO_DATA
from ventra.core.day import day_of
from ventra.core.estimate import Estimate, Figures, estimate, growth_figure, unknown
from ventra.core.own_view import OwnFit, revenue_of, units_of
from ventra.core.product import Titles

TRACKED = (
    "EXISTS (SELECT FROM trackers t WHERE t.org_id = (SELECT ventra_org()) AND t.product_id = p.product_id)"
)
"""Whether the organisation that this transaction acts for tracks it; none does when nobody is signed in."""
OWN_FIT = (
    "(SELECT array_prepend(o.version, o.factors) FROM own_fits o WHERE o.applied AND o.org_id = (SELECT ventra_org()) "
    "AND o.category_id = p.category_id)"
)
"""How that organisation's own shop corrects the estimates of product p's category, for `fit_of`; null where it does not."""
PRODUCT_COLUMNS = f"""
    p.product_id, p.title_uz, p.title_ru, p.state, p.photo_key, p.first_seen, p.category_id, p.seller_id,
    c.title_uz AS category_uz, c.title_ru AS category_ru, s.title AS seller_title, s.slug AS seller_slug,
    l.seen_at, l.orders_total, l.orders_rounded, l.price_uzs, l.list_price_uzs, l.reviews_total, l.stock,
    l.rating_x100, {TRACKED} AS tracked,
    f.as_of, f.today_units, f.today_low, f.today_high, f.today_through, f.today_basis,
    f.today_revenue, f.today_revenue_low, f.today_revenue_high,
    f.units_1, f.units_1_low, f.units_1_high, f.revenue_1, f.revenue_1_low, f.revenue_1_high, f.basis_1,
    f.units_7, f.units_7_low, f.units_7_high, f.revenue_7, f.revenue_7_low, f.revenue_7_high, f.basis_7,
    f.units_28, f.units_28_low, f.units_28_high, f.revenue_28, f.revenue_28_low, f.revenue_28_high,
    f.basis_28, f.known_7, f.known_28, f.growth_7, f.growth_7_low, f.growth_7_high, f.growth_days, {OWN_FIT} AS own_fit
"""
PRODUCT_TABLES = """
    products p
    LEFT JOIN product_latest l ON l.product_id = p.product_id
    LEFT JOIN categories c ON c.category_id = p.category_id
    LEFT JOIN sellers s ON s.seller_id = p.seller_id
    LEFT JOIN watch w ON w.product_id = p.product_id
    LEFT JOIN sales_figures f ON f.product_id = p.product_id
"""


def product_parts(row: Mapping[str, Any], *, now: datetime, simulated: bool) -> dict[str, Any]:
    """The parts of a `ProductRow` of one row of `PRODUCT_COLUMNS`."""
    return {
        "product_id": row["product_id"],
        "titles": Titles(row["title_uz"], row["title_ru"]),
        "state": row["state"],
        "photo_url": photo_url(row["photo_key"], simulated=simulated),
        "category": category_of(row),
        "seller": _seller(row),
        "price_uzs": row["price_uzs"],
        "list_price_uzs": row["list_price_uzs"],
        "stock": row["stock"],
        "orders_total": row["orders_total"],
        "orders_rounded": row["orders_rounded"],
        "reviews_total": row["reviews_total"],
        "rating": rating(row["rating_x100"]),
        "seen_at": row["seen_at"],
        "first_seen": row["first_seen"],
        "tracked": row["tracked"],
        "figures": figures(row, now=now),
    }


def product_row(row: Mapping[str, Any], *, now: datetime, simulated: bool) -> ProductRow:
    """One row of `PRODUCT_COLUMNS` as lists show it; in a simulated market nothing outside is pointed at."""
    return ProductRow(**product_parts(row, now=now, simulated=simulated))


def rating(rating_x100: int | None) -> float | None:
    """Stars of 5 with two decimals."""
    return None if rating_x100 is None else rating_x100 / 100


def figures(row: Mapping[str, Any], *, now: datetime) -> Figures:
    """Figures of one product; what was *today* when they were written is shown only while that day runs."""
    if row["as_of"] is None:
        return NO_FIGURES
    through = row["today_through"]
    runs = through is not None and day_of(through) == day_of(now)
    basis = row["today_basis"] if runs else NO_DATA
    of_today = {"basis": basis, "days": 1, "known_days": int(basis != NO_DATA), "through": through}
    today = estimate(row["today_units"], row["today_low"], row["today_high"], **of_today)
    earned = estimate(row["today_revenue"], row["today_revenue_low"], row["today_revenue_high"], **of_today)
    known = {1: int(row["basis_1"] != NO_DATA), 7: row["known_7"], 28: row["known_28"]}
    units = {days: _window(row, "units", days, of_them) for days, of_them in known.items()}
    revenue = {days: _window(row, "revenue", days, of_them) for days, of_them in known.items()}
    fit = fit_of(row)
    return Figures(
        as_of=row["as_of"],
        today=units_of(fit, today),
        day_1=units_of(fit, units[1]),
        days_7=units_of(fit, units[7]),
        days_28=units_of(fit, units[28]),
        revenue_today=revenue_of(fit, earned, today),
        revenue_1=revenue_of(fit, revenue[1], units[1]),
        revenue_7=revenue_of(fit, revenue[7], units[7]),
        revenue_28=revenue_of(fit, revenue[28], units[28]),
        growth_7=growth_figure(
            row["growth_7"], row["growth_7_low"], row["growth_7_high"], days=row["growth_days"]
        ),
        own_fit=None if fit is None else fit.version,
    )


def fit_of(row: Mapping[str, Any]) -> OwnFit | None:
    """How whoever asks sees the estimates of a row with `own_fit`."""
    told = row["own_fit"]
    return None if told is None else OwnFit.stored(int(told[0]), told[1:])


NO_FIGURES = Figures(
    None, unknown(1), unknown(1), unknown(7), unknown(28), unknown(1), unknown(1), unknown(7), unknown(28),
    growth_figure(None, None, None, days=0),
)  # fmt: skip


def _window(row: Mapping[str, Any], what: str, days: int, known: int) -> Estimate:
    name = f"{what}_{days}"
    return estimate(
        row[name],
        row[f"{name}_low"],
        row[f"{name}_high"],
        basis=row[f"basis_{days}"],
        days=days,
        known_days=known,
    )


def category_of(row: Mapping[str, Any]) -> CategoryName | None:
    """The category by its own names."""
    if row["category_id"] is None:
        return None
    return CategoryName(row["category_id"], Titles(row["category_uz"], row["category_ru"]))


def _seller(row: Mapping[str, Any]) -> SellerName | None:
    if row["seller_id"] is None:
        return None
    return SellerName(row["seller_id"], row["seller_title"], row["seller_slug"])
