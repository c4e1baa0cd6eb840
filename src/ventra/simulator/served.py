"""A log of what product visits were told, so that it can be compared with what was kept."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import msgspec

from ventra.core.day import format_us
from ventra.simulator.catalogue import Catalogue
from ventra.simulator.states import States


class ServedLog:
    """NDJSON, a line a visit: `product_id, at, orders_total, reviews_total, stock, price, skus`; a 404 has nulls."""

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

    def served(self, catalogue: Catalogue, state: States) -> None:
        """Write down what one visit was told."""
        place = int(state.place[0])
        told = bool(state.on_sale[0])
        skus = zip(catalogue.sku_id[state.sku_place].tolist(), state.sku_stock.tolist(), strict=True)
        line = {
            "product_id": int(catalogue.product_id[place]),
            "at": format_us(int(state.at_us[0])),
            "orders_total": int(state.orders[0]) if told else None,
            "reviews_total": int(state.reviews[0]) if told else None,
            "stock": int(state.stock[0]) if told else None,
            "price": int(state.price[0]) if told else None,
            "skus": {str(sku_id): stock for sku_id, stock in skus} if told else None,
        }
        self._out.write(msgspec.json.encode(line) + b"\n")
