"""The import record (`formats.md`, "Observation, in"): checked field by field, so that nothing wrong becomes a number."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import numpy as np

from ventra.core.columns import LIST_PRICE, MISSING, ORDERS, PRICE, RATING_X100, REVIEWS, STOCK, Seen
from ventra.core.credible import AHEAD_US
from ventra.core.day import format_us, from_us, to_us
from ventra.core.observation import IMPORTED, Known, Observation, ProductState, SkuState
from ventra.core.product import Titles

MOST = 2**53
MOST_PIECES = 2**31 - 1
EARLIEST_US = to_us(from_us(0).replace(year=2015))


class SkuRecord(msgspec.Struct, frozen=True, gc=False):
    """One variant of a record."""

    sku_id: int
    stock: int | None = None
    price: int | None = None


class Record(msgspec.Struct, frozen=True, gc=False):
    """One visit as a file tells it. What is absent or null is unknown."""

    seen_at: datetime
    product_id: int
    orders_total: int | None = None
    reviews_total: int | None = None
    rating: float | None = None
    price: int | None = None
    list_price: int | None = None
    stock: int | None = None
    skus: tuple[SkuRecord, ...] | None = None
    titles: Titles | None = None
    category_id: int | None = None
    seller_id: int | None = None


FIELDS = frozenset(field.name for field in msgspec.structs.fields(Record))


def read_value(value: Any) -> Record:
    """A record from plain values; `7.0` or `"7"` may stand for 7, an empty text for unknown. `ValueError` says what is wrong."""
    if not isinstance(value, dict):
        raise ValueError("expected an object with seen_at, product_id, …")
    try:
        return msgspec.convert({key: _plain(part) for key, part in value.items()}, Record, strict=False)
    except msgspec.ValidationError as wrong:
        raise ValueError(str(wrong)) from None


def _plain(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer() and abs(value) < MOST:
        return int(value)
    if isinstance(value, float) and value != value:
        return None
    if isinstance(value, str) and value.strip() == "":
        return None
    if isinstance(value, list):
        return [_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return value


def to_observation(record: Record, *, now_us: int) -> Observation:
    """The observation in a record; `ValueError` names the field that cannot be true."""
    if record.seen_at.tzinfo is None:
        raise ValueError("seen_at: has no time zone; write 2026-01-31T10:00:00Z")
    seen_us = to_us(record.seen_at)
    if not EARLIEST_US <= seen_us <= now_us + AHEAD_US:
        raise ValueError("seen_at: lies before 2015 or in the future")
    _within("product_id", record.product_id, 1, MOST)
    for name in ("orders_total", "price", "list_price"):
        _within(name, getattr(record, name), 0, MOST)
    for name in ("reviews_total", "stock"):
        _within(name, getattr(record, name), 0, MOST_PIECES)
    for name in ("category_id", "seller_id"):
        _within(name, getattr(record, name), 1, MOST)
    rating = record.rating
    if rating is not None and not 0 <= rating <= 5:
        raise ValueError("rating: is not between 0 and 5")
    state = ProductState(
        record.orders_total,
        None,
        record.reviews_total,
        round(rating * 100) if rating else None,
        record.price,
        record.list_price,
        record.stock,
    )
    return Observation(record.product_id, seen_us, state, _skus(record.skus or ()), IMPORTED)


def _skus(records: tuple[SkuRecord, ...]) -> tuple[SkuState, ...]:
    for sku in records:
        _within("sku_id", sku.sku_id, 1, MOST)
        _within("skus: stock", sku.stock, 0, MOST_PIECES)
        _within("skus: price", sku.price, 0, MOST)
    if len({sku.sku_id for sku in records}) != len(records):
        raise ValueError("skus: the same sku_id twice")
    return tuple(
        SkuState(sku.sku_id, sku.stock, sku.price) for sku in sorted(records, key=lambda sku: sku.sku_id)
    )


def _within(name: str, value: int | None, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        raise ValueError(f"{name}: {value} is not between {least} and {most}")


def to_known(record: Record) -> Known | None:
    """What a record also tells of the product itself, if anything."""
    if record.titles is None and record.category_id is None and record.seller_id is None:
        return None
    return Known(record.product_id, record.titles, record.category_id, record.seller_id)


def record_of(seen: Seen, row: int) -> dict[str, Any]:
    """The record that says what one product row of `seen` holds; unknown parts are left out."""
    state = seen.products.state[row].tolist()
    rating = None if state[RATING_X100] == MISSING else state[RATING_X100] / 100
    told = {
        "seen_at": format_us(int(seen.products.at[row])),
        "product_id": int(seen.products.key[row, 0]),
        "orders_total": state[ORDERS],
        "reviews_total": state[REVIEWS],
        "rating": rating,
        "price": state[PRICE],
        "list_price": state[LIST_PRICE],
        "stock": state[STOCK],
    }
    mine = np.flatnonzero(seen.row_of_sku == row)
    skus = [
        {"sku_id": sku, "stock": stock, "price": price}
        for sku, (stock, price, _) in zip(
            seen.skus.key[mine, 1].tolist(), seen.skus.state[mine].tolist(), strict=True
        )
    ]
    plain = {key: value for key, value in told.items() if value is not None and value != MISSING}
    return plain | {"skus": [{k: v for k, v in sku.items() if v != MISSING} for sku in skus]}
