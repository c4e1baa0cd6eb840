"""A log of what product visits were told, so that it can be compared with what was kept."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from ventra.core.day import format_us
from ventra.simulator.catalogue import Catalogue
from ventra.simulator.states import States

Line = dict[str, Any]


class ServedLog:
    """NDJSON, a line a visit: `product_id, at, orders_total, reviews_total, stock, price, skus`; a 404 has nulls.

    An answer that a fault has changed says so in `fault`, and its line holds what it said and not what is true. An answer
    that did not go out whole has no line.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._out = path.open("ab", buffering=0)

    def __enter__(self) -> ServedLog:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._out.close()

    def write(self, line: Line) -> None:
        """Write down what one visit was told."""
        self._out.write(msgspec.json.encode(line) + b"\n")


def line_of(catalogue: Catalogue, state: States) -> Line:
    """What a visit is told of a product in a state (of one row)."""
    place = int(state.place[0])
    told = bool(state.on_sale[0])
    skus = zip(catalogue.sku_id[state.sku_place].tolist(), state.sku_stock.tolist(), strict=True)
    return {
        "product_id": int(catalogue.product_id[place]),
        "at": format_us(int(state.at_us[0])),
        "orders_total": int(state.orders[0]) if told else None,
        "reviews_total": int(state.reviews[0]) if told else None,
        "stock": int(state.stock[0]) if told else None,
        "price": int(state.price[0]) if told else None,
        "skus": {str(sku_id): stock for sku_id, stock in skus} if told else None,
    }


def line_as_changed(line: Line, body: bytes, fault: str) -> Line:
    """What a visit was told by a body that a fault has changed: each value as it stands there, null where there is none."""
    if line["orders_total"] is None:
        return line
    if fault == "control-characters":
        return line | {"fault": fault}
    data = msgspec.json.decode(body)["payload"]["data"]
    skus = [one for one in _list(data.get("skuList")) if isinstance(one, dict)]
    return line | {
        "product_id": data.get("id"),
        "orders_total": data.get("ordersAmount"),
        "reviews_total": data.get("reviewsAmount"),
        "stock": data.get("totalAvailableAmount"),
        "price": _price(skus),
        "skus": {str(one.get("id")): one.get("availableAmount") for one in skus},
        "fault": fault,
    }


def _price(skus: list[Line]) -> int | None:
    """The lowest price among variants in stock (of all, when none is), where every variant says both."""
    said: list[tuple[Any, Any]] = [(one.get("availableAmount"), one.get("purchasePrice")) for one in skus]
    if not said or not all(type(part) is int for pair in said for part in pair):
        return None
    lowest: int = min([price for stock, price in said if stock > 0] or [price for _, price in said])
    return lowest


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
