"""What is left of a price: everything that is taken from a unit that a buyer keeps, line by line, and what remains.

Inputs are columns [n] or single numbers (`core/spans.drawn`); lines are whole soʻm [n], each rounded once (`core/money`), so they
add up to the profit. NaN is unknown and makes unknown whatever needs it. `docs/costs.md` has every formula with its reasons.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ventra.core.landed import Column, Landed
from ventra.core.money import DECIMALS, part, whole, within
from ventra.core.profile import Float

FAR_PRICE = 1e9
"""A price so far away that what hangs on the price is told exactly from what does not."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a unit is sold on: soʻm a unit unless the name says otherwise; percent are 0-100 and of the price.

    `payout_pct` is of what is paid out; `returns_pct` of the units sent; `spoiled_pct` of the units that come back and cannot be
    sold again. `quantity` units are sold at `units_a_day`; storage is charged for a litre and day beyond `free_days`.
    """

    price: Column
    commission_pct: Column
    quantity: Column
    units_a_day: Column
    logistics: Column = 0.0
    litres: Column = 0.0
    storage_litre_day: Column = 0.0
    free_days: Column = 60.0
    payout_pct: Column = 0.0
    advertising_pct: Column = 0.0
    advertising: Column = 0.0
    returns_pct: Column = 0.0
    return_each: Column = 0.0
    spoiled_pct: Column = 0.0
    packaging: Column = 0.0
    other: Column = 0.0
    vat_pct: Column = 0.0
    fees_vat_pct: Column = 0.0
    turnover_pct: Column = 0.0
    fixed: Column = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Bought:
    """What a unit cost until it was ready to be sold: the goods, whatever came on top, and the VAT that is held within."""

    goods: Float
    beyond: Float
    vat: Float

    @property
    def total(self) -> Float:
        """All of it, whole soʻm a unit."""
        return self.goods + self.beyond


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Soʻm a unit [n]: the price, what is taken from it, what comes back (`vat_back`), and the profit that remains."""

    price: Float
    commission: Float
    logistics: Float
    storage: Float
    payout_fee: Float
    advertising: Float
    returns: Float
    packaging: Float
    other: Float
    cost: Float
    vat_on_sale: Float
    vat_back: Float
    turnover_tax: Float
    profit: Float

    @property
    def paid_out(self) -> Float:
        """What the marketplace sends for a unit."""
        return self.price - self.commission - self.logistics - self.storage - self.payout_fee

    @property
    def outlay(self) -> Float:
        """What is spent on a unit before it is sold."""
        return self.cost + self.packaging

    @property
    def margin_pct(self) -> Float:
        """The profit in percent of the price."""
        return _percent(self.profit, self.price)

    @property
    def roi_pct(self) -> Float:
        """The profit in percent of what is spent on a unit before it is sold."""
        return _percent(self.profit, self.outlay)


def at_home(price_uzs: Column, vat_pct: Column = 0.0) -> Bought:
    """Goods bought in the country; `vat_pct` is the VAT that their price holds."""
    goods = whole(price_uzs)
    return Bought(goods, np.zeros_like(goods), within(goods, vat_pct))


def from_abroad(landed: Landed) -> Bought:
    """Goods brought from abroad, with the VAT paid at the customs."""
    return Bought(landed.goods, landed.total - landed.goods, landed.vat)


def stored_days(quantity: Column, units_a_day: Column, free_days: Column) -> Float:
    """Days beyond the free ones that a unit lies in the warehouse, in the mean over a batch that sells evenly.

    A batch lasts T = quantity / units a day; at day t the part 1 − t/T is left. Beyond the free days F that adds up to
    (T − F)² / 2T days a unit. NaN where nothing sells.
    """
    daily = np.asarray(units_a_day, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        lasts = np.where(daily > 0, np.asarray(quantity, np.float64) / daily, np.nan)
        return np.asarray(np.maximum(lasts - free_days, 0.0) ** 2 / (2 * lasts), np.float64)


def lines(terms: Terms, bought: Bought, *, pays_vat: bool) -> Lines:
    """Every line of a unit. Who `pays_vat` gets back what purchase and the marketplace's fees hold of it."""
    return _lines(terms, bought, np.asarray(terms.price, np.float64), pays_vat=pays_vat, exact=False)


def break_even_price(terms: Terms, bought: Bought, *, pays_vat: bool) -> Float:
    """The lowest whole soʻm at which lines before rounding leave nothing lost [n]; NaN where no price does.

    What remains is a straight line in the price: its foot is laid through two prices.
    """
    near, far = (
        _lines(terms, bought, np.asarray(price, np.float64), pays_vat=pays_vat, exact=True).profit
        for price in (0.0, FAR_PRICE)
    )
    kept = (far - near) / FAR_PRICE
    with np.errstate(divide="ignore", invalid="ignore"):
        foot = np.where(kept > 0, -near / kept, np.nan)
    return np.asarray(np.maximum(np.ceil(np.round(foot, DECIMALS)), 0.0), np.float64)


def units_for_fixed(found: Lines, fixed: Column) -> Float:
    """How many units must be sold until their profit covers what is spent once [n]; NaN where a unit earns nothing."""
    return _ceiling(np.asarray(fixed, np.float64) + 0 * found.profit, found.profit)


def units_to_recoup(found: Lines, quantity: Column, fixed: Column) -> Float:
    """How many units of a batch must be sold until all the money put in is back [n]; NaN where none comes back.

    More than the batch holds means that it does not pay for itself.
    """
    put_in = found.outlay * quantity + fixed
    return _ceiling(put_in, found.profit + found.outlay)


def batch_profit(found: Lines, quantity: Column, fixed: Column) -> Float:
    """What the whole batch leaves [n], whole soʻm."""
    return whole(found.profit * quantity - fixed)


def _lines(terms: Terms, bought: Bought, price: Float, *, pays_vat: bool, exact: bool) -> Lines:
    to = _as_it_is if exact else whole
    of, inside = (_exact_part, _exact_within) if exact else (part, within)
    price = to(price)
    commission, logistics = of(price, terms.commission_pct), to(terms.logistics)
    lies = stored_days(terms.quantity, terms.units_a_day, terms.free_days)
    # What is gone in time pays nothing, whatever a litre would cost.
    storage = to(np.where(lies == 0, 0.0, lies * terms.litres * terms.storage_litre_day))
    leaves = price - commission - logistics - storage
    payout_fee = of(leaves if exact else np.maximum(leaves, 0.0), terms.payout_pct)
    advertising = of(price, terms.advertising_pct) + to(terms.advertising)
    packaging, other = to(terms.packaging), to(terms.other)
    back = np.asarray(terms.returns_pct, np.float64) / (100 - np.asarray(terms.returns_pct, np.float64))
    spoiled = np.asarray(terms.spoiled_pct, np.float64) / 100 * bought.total
    returns = to(back * (np.asarray(terms.return_each, np.float64) + packaging + spoiled))
    on_sale = inside(price, terms.vat_pct)
    fees = commission + logistics + storage + payout_fee + advertising
    vat_back = bought.vat + inside(fees, terms.fees_vat_pct) if pays_vat else 0 * fees
    turnover = of(price, terms.turnover_pct)
    taken = fees + returns + packaging + other + bought.total + on_sale + turnover
    return Lines(
        price=price,
        commission=commission,
        logistics=logistics,
        storage=storage,
        payout_fee=payout_fee,
        advertising=advertising,
        returns=returns,
        packaging=packaging,
        other=other,
        cost=bought.total,
        vat_on_sale=on_sale,
        vat_back=vat_back,
        turnover_tax=turnover,
        profit=price - taken + vat_back,
    )


def _percent(amount: Float, of: Float) -> Float:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(of > 0, 100 * amount / of, np.nan), np.float64)


def _ceiling(amount: Float, by: Float) -> Float:
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.where(by > 0, np.maximum(amount, 0.0) / by, np.nan)
    return np.asarray(np.ceil(np.round(times, DECIMALS)), np.float64)


def _as_it_is(amount: Column) -> Float:
    return np.asarray(amount, np.float64)


def _exact_part(amount: Column, percent: Column) -> Float:
    return np.asarray(amount, np.float64) * percent / 100


def _exact_within(amount: Column, percent: Column) -> Float:
    rate = np.asarray(percent, np.float64)
    return np.asarray(amount, np.float64) * rate / (100 + rate)
