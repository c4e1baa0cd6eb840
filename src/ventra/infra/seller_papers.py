"""Papers and payments of the Seller API: returns to the seller, deliveries to the warehouse, expenses."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from ventra.errors import PageChanged
from ventra.infra.seller_fields import WHO, Fields
from ventra.infra.seller_rows import count, money, unit_price

KINDS = ("OUTCOME", "INCOME")
"""Of expenses: whether it was taken or given."""


class PaperItem(msgspec.Struct, frozen=True, kw_only=True):
    """Goods on a paper: of `amount`, `done` were packed (returns) or accepted (invoices)."""

    item_id: int
    sku_id: int | None
    product_id: int | None
    sku_title: str | None
    product_title: str | None
    amount: int | None
    done: int | None
    purchase_price: int | None


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """Goods on their way from the marketplace's warehouse back to the seller."""

    return_id: int
    kind: str
    status: str
    number: str | None
    created_at: datetime
    assembled_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    stock: str | None
    storage: str | None
    storage_from: datetime | None
    storage_to: datetime | None
    total: int | None
    packed: int | None
    items: list[PaperItem]


class Invoice(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery to the marketplace's warehouse: of `sent` units it `accepted` so many."""

    invoice_id: int
    shop_id: int | None
    number: str | None
    status: str | None
    created_at: datetime | None
    accepted_at: datetime | None
    stock: str | None
    full_price: int | None
    sent: int | None
    accepted: int | None
    items: list[PaperItem]


class Expense(msgspec.Struct, frozen=True, kw_only=True):
    """What the marketplace charged a shop (`OUTCOME`) or gave to it (`INCOME`)."""

    payment_id: int
    shop_id: int | None
    name: str | None
    source: str | None
    kind: str
    price: int | None
    amount: int | None
    status: str
    code: str | None
    created_at: datetime
    service_at: datetime | None
    updated_at: datetime | None


def returned(row: Any) -> Return:
    """A row of the list of returns, with its goods."""
    its = Fields("returns", row)
    stock, storage = its.object("stock"), its.object("paidStorage")
    return Return(
        return_id=its.whole("id"),
        kind=its.text("type", longest=50),
        status=its.text("status", longest=50),
        number=its.maybe_text("externalNumber", longest=100),
        created_at=its.instant("dateCreated"),
        assembled_at=its.maybe_instant("assembledDate"),
        completed_at=its.maybe_instant("completedDate"),
        cancelled_at=its.maybe_instant("canceledDate"),
        stock=stock.maybe_text("title", longest=200),
        storage=storage.maybe_text("status", longest=50),
        storage_from=storage.maybe_instant("startDate"),
        storage_to=storage.maybe_instant("endDate"),
        total=count(its, "totalAmount"),
        packed=count(its, "totalPackedAmount"),
        items=[_returned_item(Fields("returnItems", one)) for one in its.rows("returnItems")],
    )


def _returned_item(its: Fields) -> PaperItem:
    return PaperItem(
        item_id=its.whole("id"),
        sku_id=its.maybe_whole("skuId"),
        product_id=None,
        sku_title=its.maybe_text("skuTitle"),
        product_title=its.maybe_text("productTitle"),
        amount=count(its, "amount"),
        done=count(its, "packedAmount"),
        purchase_price=unit_price(its, "purchasePrice") or None,
    )


def invoice(row: Any) -> Invoice:
    """A row of the list of deliveries, with its goods."""
    its = Fields("invoices", row)
    stock, status = its.object("stock"), its.object("invoiceStatus")
    goods = [Fields("productForInvoiceDto", one) for one in its.rows("productForInvoiceDto")]
    return Invoice(
        invoice_id=its.whole("id"),
        shop_id=its.maybe_whole("shopId"),
        number=its.maybe_text("invoiceNumber", longest=100),
        status=(status.maybe_text("value", longest=50)) or its.maybe_text("status", longest=50),
        created_at=its.maybe_instant("dateCreated"),
        accepted_at=its.maybe_instant("dateAccepted"),
        stock=stock.maybe_text("title", longest=200),
        full_price=money(its, "fullPrice"),
        sent=count(its, "totalToStock"),
        accepted=count(its, "totalAccepted"),
        items=[
            _invoice_item(product, one) for product in goods for one in product.rows("skuForInvoiceDtoList")
        ],
    )


def _invoice_item(product: Fields, row: Any) -> PaperItem:
    its = Fields("skuForInvoiceDtoList", row)
    number = its.whole("id")
    return PaperItem(
        item_id=number,
        sku_id=number,
        product_id=product.maybe_whole("id"),
        sku_title=its.maybe_text("skuTitle"),
        product_title=product.maybe_text("productTitle"),
        amount=count(its, "quantityToStock"),
        done=count(its, "quantityAccepted"),
        purchase_price=unit_price(its, "purchasePrice") or None,
    )


def expense(row: Any) -> Expense:
    """A row of the list of expenses."""
    its = Fields("expenses", row)
    kind = its.text("type", longest=20)
    if kind not in KINDS:
        raise PageChanged(WHO, f"expenses: type is none of {', '.join(KINDS)}")
    return Expense(
        payment_id=its.whole("id"),
        shop_id=its.maybe_whole("shopId"),
        name=its.maybe_text("name", longest=300),
        source=its.maybe_text("source", longest=100),
        kind=kind,
        price=money(its, "paymentPrice"),
        amount=count(its, "amount"),
        status=its.text("status", longest=30),
        code=its.maybe_text("code", longest=100),
        created_at=its.instant("dateCreated"),
        service_at=its.maybe_instant("dateService"),
        updated_at=its.maybe_instant("dateUpdated"),
    )
