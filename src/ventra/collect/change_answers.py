"""What changed on the shelf, as it is answered over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from ventra.core.product import Titles
from ventra.core.shelf_changes import Kind


class ShelfChange(msgspec.Struct, frozen=True):
    """One thing that is different about a tracked product: `before` and `after` are soʻm where the price moved, else units.

    It happened between the look of `before_at` and that of `after_at`.
    """

    product_id: int
    titles: Titles
    photo_url: str | None
    mark: Literal["mine", "rival"] | None
    kind: Kind
    before: int | None
    after: int | None
    before_at: datetime
    after_at: datetime


class ShelfChanges(msgspec.Struct, frozen=True):
    """What is different among tracked products since a moment, what matters most first.

    `total` and `by_kind` count all there is; `products` how many were compared, `new` those of them that were not seen then yet.
    """

    since: datetime
    items: list[ShelfChange]
    total: int
    by_kind: dict[str, int]
    products: int
    new: int
