"""What is different about a product on the shelf between two looks: price, empty or filled again, gone or back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log
from typing import Literal

Kind = Literal["price_down", "price_up", "sold_out", "back_in_stock", "gone"]
KINDS: tuple[Kind, ...] = ("price_down", "price_up", "sold_out", "back_in_stock", "gone")
_WEIGHTS: dict[Kind, float] = {"gone": log(4), "sold_out": log(3), "back_in_stock": log(1.5)}
"""What is no price counts as a price that moved so much, so that one order holds them all."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A product as a look showed it; `None` is what was not told. `at` is when that was last seen."""

    at: datetime
    price_uzs: int | None
    stock: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different. `before` and `after` are soʻm or units; neither for what is gone."""

    product_id: int
    kind: Kind
    before: int | None
    after: int | None
    before_at: datetime
    after_at: datetime

    @property
    def weight(self) -> float:
        """How much it matters: a price by its logarithm, the rest by what it compares to."""
        if self.kind in _WEIGHTS or self.before is None or self.after is None:
            return _WEIGHTS.get(self.kind, 0.0)
        return abs(log(max(self.after, 1) / max(self.before, 1)))


def changes(product_id: int, before: Shelf, now: Shelf, gone_since: datetime | None) -> Iterator[Change]:
    """What is different now. What one of the two looks did not tell is no change; a product that is gone has no other."""
    if gone_since is not None:
        if gone_since > before.at:
            yield Change(product_id, "gone", None, None, before.at, gone_since)
        return
    if before.price_uzs is not None and now.price_uzs is not None and before.price_uzs != now.price_uzs:
        kind: Kind = "price_down" if now.price_uzs < before.price_uzs else "price_up"
        yield Change(product_id, kind, before.price_uzs, now.price_uzs, before.at, now.at)
    if before.stock is not None and now.stock is not None and (before.stock > 0) != (now.stock > 0):
        kind = "back_in_stock" if now.stock > 0 else "sold_out"
        yield Change(product_id, kind, before.stock, now.stock, before.at, now.at)


def by_weight(found: Iterable[Change]) -> Sequence[Change]:
    """What matters most first; equal ones by product."""
    return sorted(found, key=lambda one: (-one.weight, one.product_id, one.kind))
