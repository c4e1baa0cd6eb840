"""Those outside whom the worker asks, and what settings are missing for those whom it cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ventra.infra.central_bank import CentralBank
from ventra.infra.outside import Found
from ventra.infra.pictures import Pictures
from ventra.sourcing.answers import Source

SOURCES: tuple[Source, ...] = ("aliexpress", "google")


class Searches(Protocol):
    """Somebody who finds offers for words."""

    async def search(self, query: str) -> Found:
        """Offers; fails as `infra/outside` says."""


@dataclass(slots=True)
class Suppliers:
    """What the worker asks with. A source in `missing` lacks the settings named there, and is not in `searches`."""

    bank: CentralBank | None = None
    searches: Mapping[Source, Searches] = field(default_factory=dict)
    missing: Mapping[Source, Sequence[str]] = field(default_factory=dict)
    pictures: Pictures | None = None
    told: bool = False
    """Whether Postgres has been told what is missing."""
