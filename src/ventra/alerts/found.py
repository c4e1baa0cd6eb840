"""What there is to tell, as values: an alert with its subject, and a digest's figures."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from ventra.core.basis import Basis
from ventra.core.product import Titles
from ventra.core.rule_told import By, Told


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """An alert to be told: of which product, category or shop, by which rule, and what is said of it."""

    alert_id: int
    rule_id: int
    rule_name: str
    subject: Literal["product", "category", "seller"]
    subject_id: int
    titles: Titles
    level: int
    opened_at: datetime
    told_at: datetime
    closed_at: datetime | None
    told: Told


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A product in a digest: its number with its range; of days that stock lasts also that stock, and what they go by."""

    product_id: int
    titles: Titles
    value: float | None = None
    low: float | None = None
    high: float | None = None
    stock: int | None = None
    basis: Basis | None = None
    by: By | None = None


class Digest(msgspec.Struct, frozen=True, kw_only=True):
    """What a day or a week was like for what an organisation tracks; `day` is the last closed one."""

    what: Literal["day", "week"]
    day: date
    tracked: int
    alerts: int
    sold: list[Line]
    gainers: list[Line]
    losers: list[Line]
    low: list[Line]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell but the counts."""
        return not (self.sold or self.gainers or self.losers or self.low)
