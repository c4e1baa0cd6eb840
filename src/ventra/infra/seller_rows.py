"""What the Seller API's lists hold, as values. Nothing of a person is taken: delivery, comments and the like are never looked at.

Money is in soʻm, instants are in UTC; what is not sent is None and never 0.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import msgspec

from ventra.errors import PageChanged
from ventra.infra.seller_fields import MOST_SMALL, WHO, Fields

MOST_PIECES = 10_000_000
"""Of a row of an order."""
MOST_NUMBER = 100_000_000_000_000
"""Of goods: with a day beside it, it is still a number that can be reckoned with."""
MOST_UNIT_UZS, MOST_UZS = 100_000_000_000, 1_000_000_000_000_000
"""Of one piece, so that times the most pieces it is still a number that can be kept; and of all of a row."""


class Shop(msgspec.Struct, frozen=True):
    """A shop that a key opens."""

    shop_id: int
    title: str


class Sku(msgspec.Struct, frozen=True, kw_only=True):
    """A variant of the seller's own: `fbo` and `fbs` are units for sale at either warehouse; `commission` is per cent."""

    sku_id: int
    product_id: int
    product_title: str | None
    title: str | None
    full_title: str | None
    code: str | None
    barcode: str | None
    category: str | None
    size_group: str | None
    price: int | None
    purchase_price: int | None
    commission: float | None
    fbo: int | None
    fbs: int | None
    sold: int | None
    returned: int | None
    defected: int | None
    missing: int | None
    pending: int | None
    storage_amount: int | None
    archived: bool | None
    blocked: bool | None


class OrderItem(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the finance list. Prices are of a unit; commission, profit, logistics and withdrawn are of the row."""

    item_id: int
    order_id: int
    shop_id: int | None
    product_id: int | None
    sku_title: str | None
    product_title: str | None
    ordered_at: datetime
    issued_at: datetime | None
    status: str
    amount: int
    returned: int
    cancelled: int | None
    price: int | None
    purchase_price: int | None
    commission: int | None
    profit: int | None
    logistics: int | None
    withdrawn: int | None
    return_cause: str | None


class FbsOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order that the seller sends or brings: its state and its times, and nothing of who ordered."""

    order_id: int
    shop_id: int | None
    scheme: str | None
    status: str
    units: int | None
    price: int | None
    created_at: datetime
    accept_until: datetime | None
    deliver_until: datetime | None
    accepted_at: datetime | None
    delivering_at: datetime | None
    delivered_at: datetime | None
    at_point_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    returned_at: datetime | None
    cancel_reason: str | None
    invoice_number: int | None


def shop(row: Any) -> Shop:
    """A row of the list of shops."""
    its = Fields("shops", row)
    number = its.whole("id")
    return Shop(number, its.maybe_text("name", longest=200) or str(number))


def skus(row: Any) -> list[Sku]:
    """The variants of a row of the list of products."""
    its = Fields("products", row)
    product_id, title = its.whole("productId", most=MOST_NUMBER, least=0), its.maybe_text("title")
    category = its.maybe_text("category", longest=200)
    return [_sku(Fields("skuList", one), product_id, title, category) for one in its.rows("skuList")]


def _sku(its: Fields, product_id: int, title: str | None, category: str | None) -> Sku:
    return Sku(
        sku_id=its.whole("skuId", most=MOST_NUMBER, least=0),
        product_id=product_id,
        product_title=its.maybe_text("productTitle") or title,
        title=its.maybe_text("skuTitle"),
        full_title=its.maybe_text("skuFullTitle"),
        code=its.maybe_text("sellerItemCode", "article", longest=200),
        barcode=its.maybe_text("barcode", longest=100),
        category=category,
        size_group=its.maybe_text("dimensionalGroup", longest=50),
        price=unit_price(its, "price"),
        purchase_price=unit_price(its, "purchasePrice") or None,
        commission=its.maybe_number("commission"),
        fbo=count(its, "quantityActive"),
        fbs=count(its, "quantityFbs"),
        sold=count(its, "quantitySold"),
        returned=count(its, "quantityReturned"),
        defected=count(its, "quantityDefected"),
        missing=count(its, "quantityMissing"),
        pending=count(its, "quantityPending"),
        storage_amount=money(its, "paidStorageAmount"),
        archived=its.maybe_flag("archived"),
        blocked=its.maybe_flag("blocked"),
    )


def order_item(row: Any) -> OrderItem:
    """A row of the finance list. It sends `sellerPrice` by the document and `sellPrice` in life."""
    its = Fields("orders", row)
    return OrderItem(
        item_id=its.whole("id"),
        order_id=its.whole("orderId"),
        shop_id=its.maybe_whole("shopId"),
        product_id=its.maybe_whole("productId", most=MOST_NUMBER, least=0),
        sku_title=its.maybe_text("skuTitle"),
        product_title=its.maybe_text("productTitle"),
        ordered_at=its.instant("date"),
        issued_at=its.maybe_instant("dateIssued"),
        status=its.text("status", longest=50),
        amount=its.whole("amount", most=MOST_PIECES, least=0),
        returned=its.maybe_whole("amountReturns", most=MOST_PIECES, least=0) or 0,
        cancelled=its.maybe_whole("cancelled", most=MOST_PIECES, least=0),
        price=unit_price(its, "sellerPrice", "sellPrice"),
        purchase_price=unit_price(its, "purchasePrice") or None,
        commission=money(its, "commission"),
        profit=money(its, "sellerProfit"),
        logistics=money(its, "logisticDeliveryFee"),
        withdrawn=money(its, "withdrawnProfit"),
        return_cause=its.maybe_text("returnCause", longest=200),
    )


def fbs_order(row: Any) -> FbsOrder:
    """A row of the list of FBS and DBS orders; why it was cancelled is kept as a code alone, for a text may name somebody."""
    its = Fields("fbs orders", row)
    amounts = [count(Fields("orderItems", one), "amount") for one in its.rows("orderItems")]
    units = sum(one or 0 for one in amounts) if amounts and None not in amounts else None
    if abs(units or 0) > MOST_SMALL:
        raise PageChanged(WHO, "fbs orders: units are more than can be kept")
    reason = its.maybe_text("cancelReason", longest=100)
    return FbsOrder(
        order_id=its.whole("id"),
        shop_id=its.maybe_whole("shopId"),
        scheme=its.maybe_text("scheme", longest=10),
        status=its.text("status", longest=50),
        units=units,
        price=money(its, "price"),
        created_at=its.instant("dateCreated"),
        accept_until=its.maybe_instant("acceptUntil"),
        deliver_until=its.maybe_instant("deliverUntil"),
        accepted_at=its.maybe_instant("acceptedDate"),
        delivering_at=its.maybe_instant("deliveringDate"),
        delivered_at=its.maybe_instant("deliveryDate"),
        at_point_at=its.maybe_instant("deliveredToDeliveryPointDate"),
        completed_at=its.maybe_instant("completedDate"),
        cancelled_at=its.maybe_instant("dateCancelled"),
        returned_at=its.maybe_instant("returnDate"),
        cancel_reason=reason if reason and re.fullmatch(r"[A-Z][A-Z0-9_]*", reason) else None,
        invoice_number=its.maybe_whole("invoiceNumber"),
    )


def count(its: Fields, name: str) -> int | None:
    """Units, of which a table keeps so many."""
    return its.maybe_whole(name, most=MOST_SMALL)


def unit_price(its: Fields, *names: str) -> int | None:
    """Soʻm of one piece."""
    return its.maybe_whole(*names, most=MOST_UNIT_UZS)


def money(its: Fields, name: str) -> int | None:
    """Soʻm of a row."""
    return its.maybe_whole(name, most=MOST_UZS)
